package dev.zograf.runtime.wire;

import dev.zograf.api.NodePlugin;
import dev.zograf.runtime.ort.NetworkTap;
import dev.zograf.runtime.ort.OrtOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an engine is made from.
 *
 * @param models folders in which models are looked up, in order
 * @param classLoader sees the plugins and the models that ship
 * @param plugins further plugins
 * @param services what nodes may have injected besides the engine's own services
 * @param threads how many nodes may run at once
 * @param cacheBytes of results that are kept
 * @param networks how networks run
 * @param tap sees every call of a network
 */
public record Settings(
        List<Path> models,
        ClassLoader classLoader,
        List<NodePlugin> plugins,
        HostServices services,
        int threads,
        long cacheBytes,
        OrtOptions networks,
        Optional<NetworkTap> tap) {}
