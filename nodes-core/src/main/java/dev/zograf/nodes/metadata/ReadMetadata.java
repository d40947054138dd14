package dev.zograf.nodes.metadata;

import dev.zograf.api.Doc;
import dev.zograf.api.InputFile;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.picture.PngTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads from a PNG how it was made: in A1111's convention, in ComfyUI's, or in this project's own. */
@NodeType(id = "read-metadata", title = "Read metadata", category = "image")
@Doc("Reads from a PNG how it was made, as A1111, ComfyUI or this project wrote it down.")
public final class ReadMetadata implements Node<ReadMetadata.In, ReadMetadata.Out> {

    /** What to read. */
    public record In(@Doc("A PNG file.") @InputFile("image") String image) {}

    /** What it says; what it does not say is left out. */
    public record Out(
            @Doc("Whose convention it was: a1111, comfyui, zograf, or none.")
            String source,

            @Doc("The prompt; empty if there is none.") String prompt,

            @Doc("What to keep away from; empty if there is none.")
            String negative,

            @Doc("The seed; one of more than 63 bits is negative.")
            Optional<Long> seed,

            @Doc("How many steps.") Optional<Long> steps,
            @Doc("How closely the prompt was followed.") Optional<Double> cfg,
            @Doc("The width that was asked for.") Optional<Long> width,
            @Doc("The height that was asked for.") Optional<Long> height,
            @Doc("The sampler's name.") Optional<String> sampler,
            @Doc("The model's name.") Optional<String> model,

            @Doc("The text as it stands in the file; empty if there is none.")
            String raw) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Map<String, String> texts = PngTexts.read(ctx.files().input(in.image()), in.image());
        String a1111 = texts.getOrDefault("parameters", "");
        if (!a1111.isEmpty()) {
            return out("a1111", A1111Text.read(a1111), a1111);
        }
        String own = texts.getOrDefault("zograf", "");
        if (!own.isEmpty()) {
            return out("zograf", own(own), own);
        }
        String comfy = texts.getOrDefault("prompt", texts.getOrDefault("workflow", ""));
        if (!comfy.isEmpty()) {
            return out("comfyui", ComfyGraph.read(comfy).orElse(Generation.empty()), comfy);
        }
        return out("none", Generation.empty(), "");
    }

    /** The values that a workflow's inputs have under the usual names. */
    private static Generation own(String json) {
        Object inputs = MetadataJson.object(json).get("inputs");
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, String> names = Map.of("steps", "Steps", "cfg", "CFG scale", "seed", "Seed");
        names.forEach((name, to) -> value(inputs, name).ifPresent(value -> settings.put(to, value)));
        return new Generation(
                value(inputs, "prompt").orElse(""), value(inputs, "negative").orElse(""), settings);
    }

    private static Optional<String> value(@Nullable Object inputs, String name) {
        @Nullable
        Object value =
                inputs instanceof Map<?, ?> all && all.get(name) instanceof Map<?, ?> one ? one.get("default") : null;
        if (value instanceof MetadataJson.Number number) {
            return Optional.of(number.text());
        }
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Out out(String source, Generation made, String raw) {
        String[] size = made.setting("Size").orElse("").split("x", 2);
        Generation sides = new Generation("", "", Map.of("w", size[0], "h", size[size.length - 1]));
        return new Out(
                source,
                made.prompt(),
                made.negative(),
                boxed(made.whole("Seed")),
                boxed(made.whole("Steps")),
                boxed(made.number("CFG scale")),
                boxed(sides.whole("w")),
                boxed(sides.whole("h")),
                made.setting("Sampler"),
                made.setting("Model"),
                raw);
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws IOException {
        Path file = files.input(in.image());
        return Files.size(file) + " " + Files.getLastModifiedTime(file);
    }
}
