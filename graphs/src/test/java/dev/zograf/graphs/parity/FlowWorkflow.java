package dev.zograf.graphs.parity;

import dev.zograf.api.model.Config;
import java.util.Collections;
import java.util.List;

/** The workflow that does what a pipeline of Stable Diffusion 3, FLUX or PixArt did, from the arguments of its call. */
final class FlowWorkflow {

    private final Config call;
    private final boolean flux;
    private final boolean pixart;
    private final boolean fromPicture;
    private final WorkflowText text = new WorkflowText();

    FlowWorkflow(Config config) {
        call = config.object("call").orElseThrow();
        flux = config.text("pipeline").startsWith("Flux");
        pixart = config.text("pipeline").startsWith("PixArt");
        fromPicture = config.text("pipeline").contains("Img2Img");
    }

    List<String> prompts() {
        return texts("prompt");
    }

    /** How strongly one prompt leads away from another; FLUX is told its guidance, and has a further one. */
    private double cfg() {
        return flux ? call.number("true_cfg_scale", 1) : call.number("guidance_scale", pixart ? 4.5 : 7);
    }

    /** One for each prompt, or none if nothing leads away from the prompts. */
    List<String> negatives() {
        if (cfg() <= 1 || (flux && !call.has("negative_prompt"))) {
            return List.of();
        }
        List<String> given = call.has("negative_prompt") ? texts("negative_prompt") : List.of("");
        return given.size() == 1 ? Collections.nCopies(prompts().size(), given.get(0)) : given;
    }

    private List<String> texts(String name) {
        return call.raw(name).orElseThrow() instanceof List<?> ? call.texts(name) : List.of(call.text(name));
    }

    /** How often each step of the schedule is walked. */
    int steps() {
        return call.integer("num_inference_steps", pixart ? 20 : 28);
    }

    private int usualTokens() {
        return flux ? 512 : pixart ? 300 : 256;
    }

    /** The workflow. */
    String json() {
        for (String name : List.of("sampler", "schedule", "noise")) {
            text.input(name, name);
        }
        text.input("model", "text");
        text.node("model", "load-model", "'model': {'from': 'inputs.model'}");
        text.node(
                "encoder",
                "set-text-tokens",
                "'encoder': {'from': 'model.text'}, 'tokens': " + call.integer("max_sequence_length", usualTokens()));
        encode("positive", prompts(), "prompt");
        String positive = "positive.conditioning";
        if (flux) {
            text.node(
                    "told",
                    "set-guidance",
                    "'conditioning': {'from': 'positive.conditioning'}, 'guidance': "
                            + call.number("guidance_scale", 3.5));
            positive = "told.conditioning";
        }
        String sides = "'positive': {'from': '" + positive + "'}";
        if (!negatives().isEmpty()) {
            encode("negative", negatives(), "negative_prompt");
            String negative = "negative.conditioning";
            if (flux) {
                text.node(
                        "untold",
                        "set-guidance",
                        "'conditioning': {'from': 'negative.conditioning'}, 'guidance': "
                                + call.number("guidance_scale", 3.5));
                negative = "untold.conditioning";
            }
            sides += ", 'negative': {'from': '" + negative + "'}";
        }
        text.node("guider", "cfg-guider", sides + ", 'cfg': " + (negatives().isEmpty() ? 1 : cfg()));
        text.node(
                "sample",
                "sample-custom",
                "'model': {'from': 'model.denoiser'}, 'guider': {'from': 'guider.guider'},"
                        + " 'sampler': {'from': 'inputs.sampler'}, 'schedule': {'from': 'inputs.schedule'},"
                        + " 'noise': {'from': 'inputs.noise'}, 'latent': {'from': '" + start() + "'},"
                        + " 'steps': " + steps()
                        + (fromPicture ? ", 'strength': " + call.number("strength", 0.6) : ""));
        text.node("decode", "decode", "'vae': {'from': 'model.vae'}, 'latent': {'from': 'sample.latent'}");
        text.output("image", "decode.image");
        return text.json();
    }

    private void encode(String name, List<String> prompts, String argument) {
        String in = "'encoder': {'from': 'encoder.encoder'}, 'clipSkip': " + call.integer("clip_skip", 0) + ", 'text': "
                + WorkflowText.texts(PipelineText.forEachLatent(call, prompts));
        for (int i = 2; i <= 3; i++) {
            if (call.has(argument + "_" + i)) {
                in += ", 'text" + i + "': "
                        + WorkflowText.texts(PipelineText.forEachLatent(call, texts(argument + "_" + i)));
            }
        }
        text.node(name, "encode-text", in);
    }

    private String start() {
        int batch = prompts().size() * call.integer("num_images_per_prompt", 1);
        if (fromPicture) {
            text.input("image", "text");
            text.input("vaeNoise", "noise");
            text.node("image", "load-image", "'image': {'from': 'inputs.image'}");
            text.node(
                    "encode",
                    "encode",
                    "'vae': {'from': 'model.vae'}, 'image': {'from': 'image.image'}, 'noise': {'from': 'inputs.vaeNoise'}");
            return "encode.latent";
        }
        text.node(
                "empty",
                "empty-latent",
                "'model': {'from': 'model.denoiser'}, 'batch': " + batch + ", 'width': " + call.integer("width", 0)
                        + ", 'height': " + call.integer("height", 0));
        return "empty.latent";
    }
}
