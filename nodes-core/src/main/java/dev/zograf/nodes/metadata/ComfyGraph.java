package dev.zograf.nodes.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The graph that ComfyUI keeps under {@code prompt}: nodes by id, each with its {@code class_type} and {@code inputs}, a link being the
 * list of a node's id and the number of its output. Read leniently: what matters hangs on a node that takes {@code positive} and a seed.
 */
final class ComfyGraph {

    private static final int FARTHEST = 32;
    private static final List<String> TEXTS = List.of("text", "text_g", "value", "string", "prompt", "text_positive");

    private final Map<?, ?> nodes;

    private ComfyGraph(Map<?, ?> nodes) {
        this.nodes = nodes;
    }

    /** What a graph says, or empty if there is no sampler in it. */
    static Optional<Generation> read(String json) {
        return new ComfyGraph(MetadataJson.object(json)).read();
    }

    private Optional<Generation> read() {
        for (Object node : nodes.values()) {
            Map<?, ?> in = inputs(node);
            if (in.containsKey("positive") && (in.containsKey("seed") || in.containsKey("noise_seed"))) {
                Map<String, String> settings = new LinkedHashMap<>();
                put(settings, "Steps", in.get("steps"));
                put(settings, "Sampler", in.get("sampler_name"));
                put(settings, "Schedule type", in.get("scheduler"));
                put(settings, "CFG scale", in.get("cfg"));
                put(settings, "Seed", in.containsKey("seed") ? in.get("seed") : in.get("noise_seed"));
                size(in.get("latent_image")).ifPresent(size -> settings.put("Size", size));
                text(in.get("model"), List.of("ckpt_name", "unet_name"), "model", 0)
                        .ifPresent(model -> settings.put("Model", model));
                put(settings, "Denoising strength", in.get("denoise"));
                return Optional.of(new Generation(
                        text(in.get("positive"), TEXTS, "positive", 0).orElse(""),
                        text(in.get("negative"), TEXTS, "negative", 0).orElse(""),
                        settings));
            }
        }
        return Optional.empty();
    }

    private static Map<?, ?> inputs(@Nullable Object node) {
        return node instanceof Map<?, ?> map && map.get("inputs") instanceof Map<?, ?> in ? in : Map.of();
    }

    private Map<?, ?> linked(@Nullable Object value) {
        return value instanceof List<?> link && !link.isEmpty() ? inputs(nodes.get(plain(link.get(0)))) : Map.of();
    }

    private static String plain(Object value) {
        return value instanceof MetadataJson.Number number ? number.text() : String.valueOf(value);
    }

    private void put(Map<String, String> settings, String name, @Nullable Object value) {
        @Nullable Object found = value;
        for (int i = 0; i < FARTHEST && found instanceof List<?>; i++) {
            Map<?, ?> in = linked(found);
            found = in.containsKey("value") ? in.get("value") : in.get("seed");
        }
        if (found instanceof MetadataJson.Number || found instanceof String) {
            settings.put(name, plain(found));
        }
    }

    /** The first text behind a link, through nodes that pass on what they get. */
    private Optional<String> text(@Nullable Object value, List<String> names, String through, int depth) {
        if (value instanceof String text) {
            return Optional.of(text);
        }
        Map<?, ?> in = linked(value);
        if (depth > FARTHEST || in.isEmpty()) {
            return Optional.empty();
        }
        for (String name : names) {
            if (in.containsKey(name)) {
                return text(in.get(name), names, through, depth + 1);
            }
        }
        for (String name : List.of(through, "conditioning", "conditioning_1")) {
            if (in.containsKey(name)) {
                return text(in.get(name), names, through, depth + 1);
            }
        }
        return Optional.empty();
    }

    private Optional<String> size(@Nullable Object latent) {
        Map<?, ?> in = linked(latent);
        return in.get("width") instanceof MetadataJson.Number width
                        && in.get("height") instanceof MetadataJson.Number height
                ? Optional.of(width.text() + "x" + height.text())
                : Optional.empty();
    }

    /** The plain graph from a text to a picture with these settings, which ComfyUI opens as a workflow. */
    static String write(Generation made) {
        String[] size = made.setting("Size").orElse("512x512").split("x", 2);
        return String.format(
                Locale.ROOT,
                """
                {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": %s}}, \
                "2": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": %s}}, \
                "3": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": %s}}, \
                "4": {"class_type": "EmptyLatentImage", "inputs": {"width": %s, "height": %s, "batch_size": 1}}, \
                "5": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0], \
                "latent_image": ["4", 0], "seed": %s, "steps": %s, "cfg": %s, "sampler_name": %s, "scheduler": %s, "denoise": 1.0}}, \
                "6": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["1", 2]}}, \
                "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "ComfyUI"}}}""",
                MetadataJson.quoted(made.setting("Model").orElse("")),
                MetadataJson.quoted(made.prompt()),
                MetadataJson.quoted(made.negative()),
                size[0],
                size[size.length - 1],
                made.setting("Seed").orElse("0"),
                made.setting("Steps").orElse("20"),
                made.setting("CFG scale").orElse("8"),
                MetadataJson.quoted(made.setting("Sampler").orElse("euler")),
                MetadataJson.quoted(made.setting("Schedule type").orElse("normal")));
    }
}
