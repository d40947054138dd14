package dev.zograf.spring;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of an engine in {@code application.properties}; what is left out keeps the engine's own default.
 *
 * @param models folders in which models are looked up, before those that ship
 * @param plugins folders of plugins
 * @param threads how many nodes may run at once
 * @param cacheSize how much of the heap results may take that are kept for later runs
 * @param modelMemory how much memory weights may take that stay loaded between runs
 * @param device where networks compute: {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:1}
 * @param precision with which numbers networks compute: {@code auto}, {@code float32}, {@code float16}, {@code bfloat16} or
 *     {@code int8}
 * @param optimize what weights are turned into: {@code auto}, {@code fast}, {@code balanced} or {@code small}
 * @param lowMemory whether weights stay mapped in the type in which they are stored
 * @param networkThreads how many threads compute one network together
 * @param input folders below which runs may read
 * @param output the folder below which runs may write
 * @param trustInputs whether a text that is set as an input may name any file or model
 */
@ConfigurationProperties("zograf")
public record ZografProperties(
        @DefaultValue List<Path> models,
        @DefaultValue List<Path> plugins,
        @Nullable Integer threads,
        @Nullable DataSize cacheSize,
        @Nullable DataSize modelMemory,
        @Nullable String device,
        @Nullable String precision,
        @Nullable String optimize,
        @Nullable Boolean lowMemory,
        @Nullable Integer networkThreads,
        @DefaultValue List<Path> input,
        @Nullable Path output,
        @Nullable Boolean trustInputs) {}
