package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyClass.Input;
import dev.zograf.runtime.comfy.ComfyClass.Presence;
import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Literal;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import dev.zograf.runtime.json.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Prompts of random classes that are mapped, each input given what it takes. */
final class RandomPrompt {

    private static final int DEEPEST = 6;

    /** What ends a chain. */
    private static final Map<String, String> SIMPLEST = Map.ofEntries(
            Map.entry("MODEL", "CheckpointLoaderSimple"),
            Map.entry("CLIP", "CheckpointLoaderSimple"),
            Map.entry("VAE", "CheckpointLoaderSimple"),
            Map.entry("CONDITIONING", "CLIPTextEncode"),
            Map.entry("LATENT", "EmptyLatentImage"),
            Map.entry("IMAGE", "LoadImage"),
            Map.entry("MASK", "SolidMask"),
            Map.entry("SIGMAS", "KarrasScheduler"),
            Map.entry("SAMPLER", "KSamplerSelect"),
            Map.entry("NOISE", "RandomNoise"),
            Map.entry("GUIDER", "BasicGuider"),
            Map.entry("CONTROL_NET", "ControlNetLoader"),
            Map.entry("UPSCALE_MODEL", "UpscaleModelLoader"),
            Map.entry("CLIP_VISION", "CLIPVisionLoader"),
            Map.entry("CLIP_VISION_OUTPUT", "CLIPVisionEncode"),
            Map.entry("STYLE_MODEL", "StyleModelLoader"),
            Map.entry("GLIGEN", "GLIGENLoader"));

    private final Random random;
    private final List<ComfyClass> classes;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private record Output(String node, int slot, String type) {}

    private final List<Output> outputs = new ArrayList<>();

    private RandomPrompt(Random random, ComfyClasses classes) {
        this.random = random;
        this.classes =
                classes.all().values().stream().filter(ComfyClass::isMapped).toList();
    }

    static ComfyPrompt of(Random random, ComfyClasses classes) {
        RandomPrompt prompt = new RandomPrompt(random, classes);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            prompt.node(classes.get("SaveImage").orElseThrow(), 0);
        }
        return new ComfyPrompt(prompt.nodes);
    }

    private String node(ComfyClass type, int depth) {
        Map<String, ComfyPrompt.Input> inputs = new LinkedHashMap<>();
        for (Input input : type.inputs().values()) {
            boolean given = input.presence() == Presence.REQUIRED
                    || input.presence() == Presence.OPTIONAL && random.nextBoolean();
            if (given && input.isWidget()) {
                inputs.put(input.name(), new Literal(value(type, input), Place.NONE));
            } else if (given) {
                link(input, depth).ifPresent(link -> inputs.put(input.name(), link));
            }
        }
        String id = String.valueOf(nodes.size() + 1);
        nodes.put(id, new Node(id, type.name(), inputs, "", "", Place.NONE));
        for (int slot = 0; slot < type.outputs().size(); slot++) {
            outputs.add(new Output(id, slot, type.outputs().get(slot).type()));
        }
        return id;
    }

    private Optional<Link> link(Input input, int depth) {
        List<Output> there = outputs.stream()
                .filter(output -> output.type().equals(input.type()))
                .toList();
        if (!there.isEmpty() && (depth > DEEPEST || random.nextInt(3) > 0)) {
            Output output = there.get(random.nextInt(there.size()));
            return Optional.of(new Link(output.node(), output.slot(), Place.NONE));
        }
        List<ComfyClass> makers = classes.stream()
                .filter(type ->
                        type.outputs().stream().anyMatch(out -> out.type().equals(input.type())))
                .filter(type -> depth <= DEEPEST || type.name().equals(SIMPLEST.get(input.type())))
                .toList();
        if (makers.isEmpty()) {
            return Optional.empty();
        }
        ComfyClass type = makers.get(random.nextInt(makers.size()));
        String id = node(type, depth + 1);
        List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < type.outputs().size(); slot++) {
            if (type.outputs().get(slot).type().equals(input.type())) {
                slots.add(slot);
            }
        }
        return Optional.of(new Link(id, slots.get(random.nextInt(slots.size())), Place.NONE));
    }

    private Object value(ComfyClass type, Input input) {
        Mapping.Ignored ignored = type.mapping().ignored().get(input.name());
        if (ignored != null) {
            return ignored.values().stream().findFirst().or(input::initial).orElse("x");
        }
        if (!input.choices().isEmpty() && input.files().isEmpty()) {
            return input.choices().get(random.nextInt(input.choices().size()));
        }
        return switch (input.type()) {
            case "INT" -> {
                long min = input.min().orElse(0).longValue();
                long max = Math.min(
                        input.max().orElse(1000).doubleValue() > 1e6
                                ? 1_000_000
                                : input.max().orElse(1000).longValue(),
                        1_000_000);
                yield Math.min(min + (long) (random.nextDouble() * (max - Math.max(min, -1000))), max);
            }
            case "FLOAT" ->
                Math.min(
                        Math.max(
                                random.nextInt(101) / 100.0,
                                input.min().orElse(0).doubleValue()),
                        input.max().orElse(1).doubleValue());
            case "BOOLEAN" -> random.nextBoolean();
            default -> "text " + random.nextInt(5) + ".safetensors";
        };
    }
}
