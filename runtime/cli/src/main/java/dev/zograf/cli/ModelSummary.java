package dev.zograf.cli;

import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is in a model: read from its headers and configurations, without loading it.
 *
 * @param family {@code stable-diffusion-1}, {@code upscaler}, ... or {@code unknown}
 * @param layout {@code diffusers} or {@code transformers}, {@code original}, or {@code single-file} where there is no other
 * @param details what the configurations say that is worth knowing, by name
 */
record ModelSummary(
        String name, String family, String layout, Map<String, Object> details, List<Component> components) {

    /** How the pipelines begin that are told pictures: versions of Stable Diffusion 2.1. */
    private static final String UNCLIP = "StableUnCLIP";

    /** The networks that lie beside a pipeline without being named in its index. */
    private static final List<String> EXTRAS = List.of("clip");

    /**
     * A network of the model.
     *
     * @param name its folder, or empty for the whole of a single file
     * @param type its class as the configuration names it; may be empty
     */
    record Component(String name, String type, List<Weight> tensors) {

        long parameters() {
            return tensors.stream().mapToLong(Weight::size).sum();
        }

        long bytes() {
            return tensors.stream()
                    .mapToLong(weight -> weight.size() * weight.dtype().bytes())
                    .sum();
        }

        /** How many parameters there are of each type of number. */
        Map<String, Long> dtypes() {
            Map<String, Long> out = new TreeMap<>();
            tensors.forEach(weight -> out.merge(weight.dtype().name(), weight.size(), Long::sum));
            return out;
        }
    }

    static ModelSummary of(Checkpoint model) {
        if (model instanceof ModelFile file && file.content().isKnown()) {
            return SingleFileSummary.of(file);
        }
        if (model.has("model_index.json")) {
            return ofPipeline(model, model.config("model_index.json"));
        }
        boolean folder = model.has("config.json");
        Weights weights = model.weights("");
        Map<String, Object> details = new LinkedHashMap<>();
        String type = "";
        if (folder) {
            Config config = model.config("config.json");
            type = config.text("_class_name", config.text("model_type", ""));
        }
        String variant = KeyFamily.variantOf(weights);
        if (!variant.isEmpty()) {
            details.put("variant", variant);
        }
        Component component = new Component("", type, tensors(weights));
        String layout =
                !folder ? "single-file" : model.config("config.json").has("_class_name") ? "diffusers" : "transformers";
        return new ModelSummary(model.name(), KeyFamily.of(weights), layout, details, List.of(component));
    }

    private static ModelSummary ofPipeline(Checkpoint model, Config index) {
        List<Component> components = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(index.names());
        names.addAll(EXTRAS);
        for (String name : names) {
            // Schedulers and tokenizers are components without weights.
            if (!model.has(name + "/config.json")) {
                continue;
            }
            Optional<Weights> weights = model.findWeights(name);
            if (weights.isPresent()) {
                components.add(new Component(name, type(index, name), tensors(weights.get())));
            }
        }
        String pipeline = index.text("_class_name", "");
        String family = family(model, pipeline);
        Map<String, Object> details = new LinkedHashMap<>();
        variant(model, index, family).ifPresent(variant -> details.put("variant", variant));
        if (!pipeline.isEmpty()) {
            details.put("pipeline", pipeline);
        }
        if (model.has("scheduler/scheduler_config.json")) {
            Config scheduler = model.config("scheduler/scheduler_config.json");
            details.put("scheduler", scheduler.text("_class_name", ""));
            details.put("prediction", scheduler.text("prediction_type", "epsilon"));
        }
        return new ModelSummary(model.name(), family, "diffusers", details, components);
    }

    private static String type(Config index, String name) {
        return index.raw(name).orElse("") instanceof List<?> pair
                        && pair.size() == 2
                        && pair.get(1) instanceof String type
                ? type
                : "";
    }

    private static String family(Checkpoint model, String pipeline) {
        if (pipeline.startsWith("StableDiffusionXL")) {
            return "stable-diffusion-xl";
        }
        if (pipeline.startsWith("StableDiffusion3")) {
            return "stable-diffusion-3";
        }
        if (pipeline.startsWith("Flux") && !pipeline.startsWith("Flux2")) {
            return "flux-1";
        }
        if (pipeline.startsWith("QwenImage")) {
            return "qwen-image";
        }
        if (pipeline.startsWith(UNCLIP)) {
            return "stable-diffusion-2";
        }
        if (!pipeline.startsWith("StableDiffusion") || !model.has("text_encoder/config.json")) {
            return "unknown";
        }
        // Version 2 took the text tower of OpenCLIP, which computes its activations exactly.
        String activation = model.config("text_encoder/config.json").text("hidden_act", "quick_gelu");
        return activation.equals("quick_gelu") ? "stable-diffusion-1" : "stable-diffusion-2";
    }

    /** As single files of the same kind are called. */
    private static Optional<String> variant(Checkpoint model, Config index, String family) {
        boolean refiner = index.flag("requires_aesthetics_score", false);
        String base = switch (family) {
            case "stable-diffusion-1" -> "sd1";
            case "stable-diffusion-2" -> "sd2";
            case "stable-diffusion-xl" -> refiner ? "sdxl-refiner" : "sdxl-base";
            default -> "";
        };
        if (base.isEmpty() || !model.has("unet/config.json")) {
            return Optional.empty();
        }
        String task = switch (model.config("unet/config.json").integer("in_channels", 4)) {
            case 9 -> "-inpainting";
            case 8 -> "-instruct-pix2pix";
            default -> index.text("_class_name", "").startsWith(UNCLIP) ? "-unclip" : "";
        };
        String scheduler = "scheduler/scheduler_config.json";
        boolean velocity = model.has(scheduler)
                && model.config(scheduler).text("prediction_type", "epsilon").equals("v_prediction");
        return Optional.of(base + task + (velocity ? "-v" : ""));
    }

    static List<Weight> tensors(Weights weights) {
        List<Weight> out = new ArrayList<>();
        for (String name : weights.names()) {
            weights.find(name.substring(weights.fullName("").length())).ifPresent(out::add);
        }
        return out;
    }

    long parameters() {
        return components.stream().mapToLong(Component::parameters).sum();
    }

    long bytes() {
        return components.stream().mapToLong(Component::bytes).sum();
    }

    Map<String, Long> dtypes() {
        Map<String, Long> out = new TreeMap<>();
        components.forEach(component -> component.dtypes().forEach((type, count) -> out.merge(type, count, Long::sum)));
        return out;
    }

    /** All of it as plain values for JSON. */
    Map<String, Object> toJson() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("model", name);
        out.put("family", family);
        out.put("layout", layout);
        out.putAll(details);
        out.put("parameters", parameters());
        out.put("bytes", bytes());
        out.put("dtype", dtype());
        out.put("dtypes", dtypes());
        List<Object> parts = new ArrayList<>();
        List<Object> tensors = new ArrayList<>();
        for (Component component : components) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("name", component.name());
            part.put("class", component.type());
            part.put("parameters", component.parameters());
            part.put("bytes", component.bytes());
            part.put("dtypes", component.dtypes());
            parts.add(part);
            component.tensors().forEach(weight -> tensors.add(tensor(component.name(), weight)));
        }
        out.put("components", parts);
        out.put("tensors", tensors);
        return out;
    }

    /** The type of most of the numbers. */
    String dtype() {
        return dtypes().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static Map<String, Object> tensor(String component, Weight weight) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (!component.isEmpty()) {
            out.put("component", component);
        }
        out.put("name", weight.name());
        out.put("dtype", weight.dtype().name());
        out.put("shape", Arrays.stream(weight.shape()).boxed().toList());
        return out;
    }
}
