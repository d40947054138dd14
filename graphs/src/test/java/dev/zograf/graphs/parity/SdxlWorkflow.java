package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The workflow that does what a pipeline of SDXL did, from the arguments of its call. */
final class SdxlWorkflow implements PipelineText {

    private final Golden golden;
    private final Config call;
    private final boolean refines;
    private final boolean zeros;
    private final boolean repaints;
    private final Adapters adapters;
    private String encoder = "model.text";
    private String positive = "positive.conditioning";
    private String negative = "negative.conditioning";
    private final WorkflowText text = new WorkflowText();
    private String changed = "model";

    /**
     * @param index the {@code model_index.json} of the model
     * @param repaints whether the model has input channels for a mask and a picture
     */
    SdxlWorkflow(Golden golden, Config index, boolean repaints, Adapters adapters) {
        this.golden = golden;
        this.adapters = adapters;
        this.repaints = repaints;
        call = golden.config().object("call").orElseThrow();
        refines = index.flag("requires_aesthetics_score", false);
        zeros = index.flag("force_zeros_for_empty_prompt", true);
    }

    private String pipeline() {
        return golden.config().text("pipeline");
    }

    /** Whether it starts from a picture, given as a file. */
    private boolean fromPicture() {
        return golden.config().has("call_files")
                && (pipeline().contains("Img2Img") || pipeline().contains("Inpaint"));
    }

    List<String> prompts() {
        return texts("prompt");
    }

    private boolean guided() {
        return call.number("guidance_scale", 5) > 1;
    }

    /** One for each prompt, or none if zeros stand for them, or nothing leads away from the prompts. */
    List<String> negatives() {
        if (!guided() || (zeros && !call.has("negative_prompt"))) {
            return List.of();
        }
        List<String> given = call.has("negative_prompt") ? texts("negative_prompt") : List.of("");
        return given.size() == 1 ? Collections.nCopies(prompts().size(), given.get(0)) : given;
    }

    private List<String> texts(String name) {
        return call.raw(name).orElseThrow() instanceof List<?> ? call.texts(name) : List.of(call.text(name));
    }

    /** The workflow. */
    String json() {
        text.input("model", "text");
        text.input("sampler", "sampler");
        text.input("schedule", "schedule");
        text.input("noise", "noise");
        boolean single = golden.config().has("checkpoint");
        if (single) {
            text.input("config", "text");
        }
        text.node(
                "model",
                "load-model",
                "'model': {'from': 'inputs.model'}" + (single ? ", 'config': {'from': 'inputs.config'}" : ""));
        for (int k = 0; k < LoraCase.loras(golden).size(); k++) {
            text.input("lora" + k, "text");
            text.node("lora" + k, "load-lora", LoraCase.node(golden, k, "auto"));
            changed = "lora" + k;
        }
        encoder = changed + ".text";
        if (LearnedWord.in(golden)) {
            text.input("embedding", "text");
            text.node("word", "load-textual-inversion", LearnedWord.node(golden, encoder));
            encoder = "word.encoder";
        }
        String denoiser = changed + ".denoiser";
        if (call.number("guidance_rescale", 0) > 0) {
            text.node(
                    "rescale",
                    "rescale-guidance",
                    "'model': {'from': '" + denoiser + "'}, 'share': " + call.number("guidance_rescale"));
            denoiser = "rescale.model";
        }
        conditionings();
        adapters.add(this);
        String start = start();
        text.node("guider", "cfg-guider", sides() + ", 'cfg': " + Math.max(1, call.number("guidance_scale", 5)));
        text.node(
                "sample",
                "sample-custom",
                "'model': {'from': '" + denoiser + "'}, 'guider': {'from': 'guider.guider'},"
                        + " 'sampler': {'from': 'inputs.sampler'}, 'schedule': {'from': 'inputs.schedule'},"
                        + " 'noise': {'from': 'inputs.noise'}, 'latent': {'from': '" + start + "'},"
                        + " 'steps': " + call.integer("num_inference_steps", 50)
                        + ", 'strength': " + strength()
                        + (call.has("denoising_end")
                                ? ", 'endAt': " + call.number("denoising_end") + ", 'leaveNoise': true"
                                : "")
                        + (call.has("denoising_start")
                                ? ", 'startAt': " + call.number("denoising_start") + ", 'addNoise': false"
                                : ""));
        if ("latent".equals(call.text("output_type", "pt"))) {
            text.output("latent", "sample.latent");
        } else {
            text.node("decode", "decode", "'vae': {'from': 'model.vae'}, 'latent': {'from': 'sample.latent'}");
            text.output("image", "decode.image");
        }
        return text.json();
    }

    private double strength() {
        if (!fromPicture() || call.has("denoising_start")) {
            return 1;
        }
        return call.number(
                "strength", pipeline().contains("Inpaint") ? 0.9999 : pipeline().contains("ControlNet") ? 0.8 : 0.3);
    }

    @Override
    public String sides() {
        return "'positive': {'from': '" + positive + "'}"
                + (guided() ? ", 'negative': {'from': '" + negative + "'}" : "");
    }

    @Override
    public void sidesFrom(String node) {
        positive = node + ".positive";
        negative = node + ".negative";
    }

    @Override
    public void input(String name, String type) {
        text.input(name, type);
    }

    @Override
    public void output(String name, String from) {
        text.output(name, from);
    }

    @Override
    public void node(String id, String type, String... in) {
        text.node(id, type, String.join(", ", in));
    }

    /** Both sides of guidance, with the sizes that the pipeline tells each. */
    private void conditionings() {
        encode("positive-text", prompts(), "prompt_2");
        List<Integer> crop = pair("crops_coords_top_left", List.of(0, 0));
        List<Integer> original = pair("original_size", List.of());
        List<Integer> target = pair("target_size", List.of());
        sizes("positive", "positive-text", original, crop, target, call.number("aesthetic_score", 6));
        if (!guided()) {
            return;
        }
        boolean told = call.has("negative_original_size") && call.has("negative_target_size");
        boolean own = told || fromPicture();
        List<Integer> negativeCrop = own && (told || refines) && !(fromPicture() && !refines)
                ? pair("negative_crops_coords_top_left", List.of(0, 0))
                : crop;
        String from = "negative-text";
        if (negatives().isEmpty()) {
            from = "nothing";
            text.node(from, "empty-conditioning", "'encoder': {'from': '" + encoder + "'}");
        } else {
            encode(from, negatives(), "negative_prompt_2");
        }
        sizes(
                "negative",
                from,
                own ? pair("negative_original_size", original) : original,
                negativeCrop,
                own ? pair("negative_target_size", target) : target,
                call.number("negative_aesthetic_score", 2.5));
    }

    private List<Integer> pair(String name, List<Integer> otherwise) {
        return call.has(name) ? call.integers(name, 2) : otherwise;
    }

    private void encode(String name, List<String> prompts, String second) {
        text.node(
                name,
                "encode-text",
                "'encoder': {'from': '" + encoder + "'}, 'clipSkip': "
                        + (name.startsWith("positive") ? call.integer("clip_skip", 0) : 0) + ", 'text': "
                        + WorkflowText.texts(PipelineText.forEachLatent(call, prompts))
                        + (call.has(second)
                                ? ", 'text2': " + WorkflowText.texts(PipelineText.forEachLatent(call, texts(second)))
                                : ""));
    }

    private void sizes(
            String name, String from, List<Integer> original, List<Integer> crop, List<Integer> target, double score) {
        text.node(
                name,
                "size-conditioning",
                "'conditioning': {'from': '" + from + ".conditioning'}, 'cropTop': " + crop.get(0) + ", 'cropLeft': "
                        + crop.get(1)
                        + (original.isEmpty() ? "" : ", 'height': " + original.get(0) + ", 'width': " + original.get(1))
                        + (target.isEmpty()
                                ? ""
                                : ", 'targetHeight': " + target.get(0) + ", 'targetWidth': " + target.get(1))
                        + String.format(Locale.ROOT, ", 'aestheticScore': %s", score));
    }

    /** What sampling starts from: nothing, or the picture. */
    private String start() {
        if (SdxlCase.latent(golden.config()).isPresent()) {
            text.input("latent", "latent");
            return "inputs.latent";
        }
        if (!fromPicture()) {
            text.node(
                    "empty",
                    "empty-latent",
                    "'model': {'from': 'model.denoiser'}, 'batch': "
                            + prompts().size() * call.integer("num_images_per_prompt", 1) + ", 'width': "
                            + call.integer("width", adapters.side("width")) + ", 'height': "
                            + call.integer("height", adapters.side("height")));
            return "empty.latent";
        }
        text.input("image", "text");
        text.input("vaeNoise", "noise");
        text.node("image", "load-image", "'image': {'from': 'inputs.image'}");
        boolean encoded = !repaints || strength() < 1;
        if (encoded) {
            text.node(
                    "encode",
                    "encode",
                    "'vae': {'from': 'model.vae'}, 'image': {'from': 'image.image'}, 'noise': {'from': 'inputs.vaeNoise'}");
        }
        if (!golden.config().object("call_files").orElseThrow().has("mask_image")) {
            return repeated("encode.latent");
        }
        text.input("mask", "text");
        text.node("mask", "load-mask", "'image': {'from': 'inputs.mask'}");
        text.node(
                "repaint",
                "inpaint-conditioning",
                "'vae': {'from': 'model.vae'}, 'image': {'from': 'image.image'}, 'mask': {'from': 'mask.mask'}, "
                        + sides() + ", 'noise': {'from': '" + (encoded ? "encode.noise" : "inputs.vaeNoise") + "'}");
        if (repaints) {
            sidesFrom("repaint");
            return repeated(encoded ? "encode.latent" : "repaint.latent");
        }
        // The pipeline encodes the covered picture too, although a network without channels for it never sees it.
        text.output("unused", "repaint.positive");
        text.node(
                "masked",
                "set-mask",
                "'latent': {'from': '" + repeated("encode.latent") + "'}, 'mask': {'from': 'mask.mask'}");
        return "masked.latent";
    }

    private String repeated(String latent) {
        return PipelineText.repeated(this, latent, call, prompts().size(), 1);
    }
}
