package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The workflow that does what a pipeline of diffusers did, from the arguments of its call. */
final class Sd15Workflow implements PipelineText {

    private final Golden golden;
    private final Config call;
    private final boolean repaints;
    private final Adapters adapters;
    private String positive = "positive.conditioning";
    private String negative = "negative.conditioning";
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();

    private String changed = "model";
    private String encoder = "model.text";

    /** @param repaints whether the model has input channels for a mask and a picture */
    Sd15Workflow(Golden golden, boolean repaints, Adapters adapters) {
        this.golden = golden;
        this.repaints = repaints;
        this.adapters = adapters;
        call = golden.config().object("call").orElseThrow();
    }

    List<String> prompts() {
        return texts("prompt");
    }

    /** One for each prompt, or none if nothing leads away from them. */
    List<String> negatives() {
        if (call.number("guidance_scale", 7.5) <= 1) {
            return List.of();
        }
        List<String> given = call.has("negative_prompt") ? texts("negative_prompt") : List.of("");
        return given.size() == 1 ? Collections.nCopies(prompts().size(), given.get(0)) : given;
    }

    private List<String> texts(String name) {
        return call.raw(name).orElseThrow() instanceof List<?> ? call.texts(name) : List.of(call.text(name));
    }

    /** The picture files of the call, by the workflow's inputs. */
    Map<String, Path> files() {
        Map<String, Path> out = new HashMap<>();
        String pipeline = golden.config().text("pipeline");
        if (!pipeline.contains("Img2Img") && !pipeline.contains("Inpaint") && !pipeline.contains("Pix2Pix")) {
            return out;
        }
        golden.config().object("call_files").ifPresent(files -> {
            PipelineText.inputs("image", pictures()).forEach((name, picture) -> out.put(name, (Path) picture));
            if (files.has("mask_image")) {
                out.put("mask", golden.path(files.text("mask_image")));
            }
        });
        return out;
    }

    /** The pictures that it starts from, one for all latents or one for each. */
    private List<Path> pictures() {
        return ControlnetCase.pictures(golden, "image", 1).get(0);
    }

    /** The workflow. */
    String json() {
        inputs.put("model", "text");
        inputs.put("sampler", "sampler");
        inputs.put("schedule", "schedule");
        inputs.put("noise", "noise");
        boolean single = golden.config().has("checkpoint");
        if (single) {
            inputs.put("config", "text");
        }
        node(
                "model",
                "load-model",
                "'model': {'from': 'inputs.model'}" + (single ? ", 'config': {'from': 'inputs.config'}" : ""));
        int loras = LoraCase.loras(golden).size();
        for (int k = 0; k < loras; k++) {
            inputs.put("lora" + k, "text");
            node("lora" + k, "load-lora", LoraCase.node(golden, k, "auto"));
        }
        changed = loras == 0 ? "model" : "lora" + (loras - 1);
        encoder = changed + ".text";
        if (LearnedWord.in(golden)) {
            inputs.put("embedding", "text");
            node("word", "load-textual-inversion", LearnedWord.node(golden, encoder));
            encoder = "word.encoder";
        }
        String denoiser = changed + ".denoiser";
        if (call.number("guidance_rescale", 0) > 0) {
            node(
                    "rescale",
                    "rescale-guidance",
                    "'model': {'from': '" + denoiser + "'}, 'share': " + call.number("guidance_rescale"));
            denoiser = "rescale.model";
        }
        encodeText("positive", prompts(), call.integer("clip_skip", 0));
        if (!negatives().isEmpty()) {
            // The published pipelines leave no layer out on this side.
            encodeText("negative", negatives(), 0);
        }
        adapters.add(this);
        String start = start();
        node("guider", "cfg-guider", sides() + ", 'cfg': " + Math.max(1, call.number("guidance_scale", 7.5)));
        node(
                "sample",
                "sample-custom",
                "'model': {'from': '" + denoiser + "'}, 'guider': {'from': 'guider.guider'},"
                        + " 'sampler': {'from': 'inputs.sampler'}, 'schedule': {'from': 'inputs.schedule'},"
                        + " 'noise': {'from': 'inputs.noise'}, 'latent': {'from': '" + start + "'},"
                        + " 'steps': " + call.integer("num_inference_steps", 50) + ", 'strength': " + strength());
        node("decode", "decode", "'vae': {'from': 'model.vae'}, 'latent': {'from': 'sample.latent'}");
        outputs.put("image", "decode.image");
        return text();
    }

    private double strength() {
        String pipeline = golden.config().text("pipeline");
        if (pipeline.contains("Img2Img")) {
            return call.number("strength", 0.8);
        }
        return pipeline.contains("Inpaint") ? call.number("strength", 1) : 1;
    }

    @Override
    public String sides() {
        return "'positive': {'from': '" + positive + "'}"
                + (negatives().isEmpty() ? "" : ", 'negative': {'from': '" + negative + "'}");
    }

    @Override
    public void sidesFrom(String node) {
        positive = node + ".positive";
        negative = node + ".negative";
    }

    @Override
    public void input(String name, String type) {
        inputs.put(name, type);
    }

    @Override
    public void output(String name, String from) {
        outputs.put(name, from);
    }

    private void encodeText(String name, List<String> prompts, int skip) {
        String list = PipelineText.forEachLatent(call, prompts).stream()
                .map(Sd15Workflow::quoted)
                .collect(Collectors.joining(", "));
        node(
                name,
                "encode-text",
                "'encoder': {'from': '" + encoder + "'}, 'clipSkip': " + skip,
                "\"text\": [" + list + "]");
    }

    /** What sampling starts from: nothing, the picture, or the picture with its mask. */
    private String start() {
        if (files().isEmpty()) {
            node(
                    "empty",
                    "empty-latent",
                    "'model': {'from': 'model.denoiser'}, 'batch': "
                            + prompts().size() * call.integer("num_images_per_prompt", 1) + ", 'width': "
                            + call.integer("width", adapters.side("width")) + ", 'height': "
                            + call.integer("height", adapters.side("height")));
            return "empty.latent";
        }
        inputs.put("vaeNoise", "noise");
        batch("image", pictures());
        boolean inpaint = files().containsKey("mask");
        boolean fromPicture = !repaints || strength() < 1;
        if (fromPicture) {
            node(
                    "encode",
                    "encode",
                    "'vae': {'from': 'model.vae'}, 'image': {'from': 'image.image'}, 'noise': {'from': 'inputs.vaeNoise'}");
        }
        if (!inpaint) {
            return repeated("encode.latent");
        }
        inputs.put("mask", "text");
        node("mask", "load-mask", "'image': {'from': 'inputs.mask'}");
        node(
                "repaint",
                "inpaint-conditioning",
                "'vae': {'from': 'model.vae'}, 'image': {'from': 'image.image'}, 'mask': {'from': 'mask.mask'},"
                        + sides()
                        + ", 'noise': {'from': '" + (fromPicture ? "encode.noise" : "inputs.vaeNoise") + "'}");
        if (repaints) {
            sidesFrom("repaint");
            return repeated(fromPicture ? "encode.latent" : "repaint.latent");
        }
        // The pipeline encodes the covered picture too, although a network without channels for it never sees it.
        outputs.put("unused", "repaint.positive");
        node(
                "masked",
                "set-mask",
                "'latent': {'from': '" + repeated("encode.latent") + "'}, 'mask': {'from': 'mask.mask'}");
        return "masked.latent";
    }

    private String repeated(String latent) {
        return PipelineText.repeated(
                this, latent, call, prompts().size(), pictures().size());
    }

    @Override
    public void node(String id, String type, String... in) {
        String values = String.join(", ", in).replace('\'', '"');
        nodes.put(id, "{\"type\": \"" + type + "@1\", \"in\": {" + values + "}}");
    }

    private String text() {
        return "{\"zograf\": 1,\n\"inputs\": {" + joined(inputs, type -> "{\"type\": \"" + type + "\"}")
                + "},\n\"nodes\": {"
                + joined(nodes, node -> node) + "},\n\"outputs\": {"
                + joined(outputs, from -> "{\"from\": \"" + from + "\"}")
                + "}}";
    }

    private static String joined(Map<String, String> entries, UnaryOperator<String> value) {
        return entries.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + value.apply(entry.getValue()))
                .collect(Collectors.joining(",\n"));
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            out.append(
                    c < ' ' || c > '~' || c == '"' || c == '\\' || c == '\'' ? String.format("\\u%04x", (int) c) : c);
        }
        return out.append('"').toString();
    }
}
