package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.sampling.DiffusersScheduler;
import dev.zograf.runtime.json.JsonConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The family {@code editing}: models that follow instructions, vary pictures or are told them, and repainting through soft masks. */
final class EditingCase implements ParityCase {

    @Override
    public void run(Golden golden) {
        switch (golden.config().text("pipeline")) {
            case "StableDiffusionInstructPix2PixPipeline", "StableDiffusionXLInstructPix2PixPipeline" ->
                instruct(golden);
            case "StableDiffusionImageVariationPipeline" -> vary(golden);
            case "StableUnCLIPImg2ImgPipeline" -> tell(golden);
            case "SoftInpaint" -> repaint(golden);
            default -> Golden.notBuilt("the pipeline " + golden.config().text("pipeline"));
        }
    }

    private static void instruct(Golden golden) {
        Config call = call(golden);
        boolean other = golden.config().has("unet");
        WorkflowText text = new WorkflowText();
        text.node("model", "load-model", "'model': {'from': 'inputs.model'}");
        if (other) {
            text.input("unet", "text");
            text.node("unet", "load-unet", "'unet': {'from': 'inputs.unet'}");
        }
        picture(text);
        prompts(text, call);
        text.node(
                "told",
                "instruct-conditioning",
                "'vae': {'from': 'model.vae'}, 'image': {'from': 'image.image'}, 'positive': {'from': 'prompt.conditioning'},"
                        + " 'negative': {'from': 'negative.conditioning'}");
        text.node(
                "guider",
                "dual-cfg-guider",
                "'first': {'from': 'told.positive'}, 'second': {'from': 'told.image'}, 'negative': {'from': 'told.negative'},"
                        + " 'firstCfg': " + call.number("guidance_scale") + ", 'secondCfg': "
                        + call.number("image_guidance_scale"));
        sample(text, other ? "unet.denoiser" : "model.denoiser", call, "told.latent", "model.vae");
        paint(golden, text);
    }

    private static void vary(Golden golden) {
        WorkflowText text = new WorkflowText();
        text.node("model", "load-variation-model", "'model': {'from': 'inputs.model'}");
        picture(text);
        text.node(
                "seen",
                "variation-conditioning",
                "'encoder': {'from': 'model.images'}, 'image': {'from': 'image.image'}");
        fromNoise(golden, text, "seen.positive", "seen.negative");
    }

    /** A picture beside a prompt; where there is a {@code checkpoint}, from that file with the folder's configurations. */
    private static void tell(Golden golden) {
        Config call = call(golden);
        WorkflowText text = new WorkflowText();
        String config = "";
        if (golden.config().has("checkpoint")) {
            text.input("config", "text");
            config = ", 'config': {'from': 'inputs.config'}";
        }
        text.node("model", "load-unclip-model", "'model': {'from': 'inputs.model'}" + config);
        picture(text);
        prompts(text, call);
        text.node(
                "seen",
                "embed-image",
                "'encoder': {'from': 'model.images'}, 'images': {'from': 'image.image'}, 'normalise': false");
        // The noise on the picture is that of the seed less 10, and the last of 1000 levels is all of it.
        text.node(
                "told",
                "set-pooled-image",
                "'conditioning': {'from': 'prompt.conditioning'}, 'embedding': {'from': 'seen.embedding'}, 'noise': "
                        + call.integer("noise_level") / 999.0 + ", 'seed': "
                        + (golden.config().integer("picture_seed") + 10));
        fromNoise(golden, text, "told.conditioning", "negative.conditioning");
    }

    private static void fromNoise(Golden golden, WorkflowText text, String positive, String negative) {
        Config call = call(golden);
        text.node(
                "guider",
                "cfg-guider",
                "'positive': {'from': '" + positive + "'}, 'negative': {'from': '" + negative + "'}, 'cfg': "
                        + call.number("guidance_scale"));
        text.node(
                "empty",
                "empty-latent",
                "'model': {'from': 'model.denoiser'}, 'width': " + call.integer("width") + ", 'height': "
                        + call.integer("height"));
        sample(text, "model.denoiser", call, "empty.latent", "model.vae");
        paint(golden, text);
    }

    private static void sample(WorkflowText text, String model, Config call, String latent, String vae) {
        text.input("sampler", "sampler");
        text.input("schedule", "schedule");
        text.node(
                "sample",
                "sample-custom",
                "'model': {'from': '" + model
                        + "'}, 'guider': {'from': 'guider.guider'}, 'sampler': {'from': 'inputs.sampler'},"
                        + " 'schedule': {'from': 'inputs.schedule'}, 'noise': {'from': 'inputs.noise'}, 'latent': {'from': '"
                        + latent + "'}, 'steps': " + call.integer("num_inference_steps"));
        text.node("decode", "decode", "'vae': {'from': '" + vae + "'}, 'latent': {'from': 'sample.latent'}");
        text.output("image", "decode.image");
    }

    private static void paint(Golden golden, WorkflowText text) {
        Config call = call(golden);
        NetworkLog log = new NetworkLog();
        try (Zograf engine = Zograf.builder().networkTap(log).build()) {
            DiffusersScheduler scheduler =
                    DiffusersScheduler.of(Sd15Case.scheduler(golden.config(), call, published(golden)));
            RecordingSampler sampler = new RecordingSampler(scheduler.sampler());
            Outputs outputs = run(engine, golden, text, Map.of("sampler", sampler, "schedule", scheduler.schedule()));
            Sd15Comparison comparison = new Sd15Comparison(golden, log);
            comparison.latents(sampler.latents());
            comparison.timesteps(sampler
                    .evaluations(scheduler
                            .schedule()
                            .steps(call.integer("num_inference_steps"), Sd15Case.latentShape(sampler)))
                    .stream()
                    .map(level -> level.timestep())
                    .toList());
            comparison.image(outputs.get("image", Image.class).pixels());
            comparison.networks(List.of(), List.of());
            comparison.complete();
        }
    }

    /** The scheduler of the model, for cases that name none. */
    private static Config published(Golden golden) {
        Path file = golden.path(golden.config().text("model")).resolve("scheduler/scheduler_config.json");
        try {
            return Config.of(file.toString(), JsonConfig.parse(file.toString(), Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void repaint(Golden golden) {
        Config call = call(golden);
        WorkflowText text = new WorkflowText();
        text.input("mask", "text");
        text.node("model", "load-model", "'model': {'from': 'inputs.model'}");
        picture(text);
        text.node("mask", "load-mask", "'image': {'from': 'inputs.mask'}");
        prompts(text, call);
        text.node("encode", "encode", "'vae': {'from': 'model.vae'}, 'image': {'from': 'image.image'}");
        text.node(
                "masked",
                "set-mask",
                "'latent': {'from': 'encode.latent'}, 'mask': {'from': 'mask.mask'}, 'round': false");
        boolean differential = call.has("differential");
        if (differential) {
            text.node(
                    "timed",
                    "differential-diffusion",
                    "'model': {'from': 'model.denoiser'}, 'strength': " + call.number("differential"));
        }
        text.node(
                "sample",
                "sample",
                "'model': {'from': '" + (differential ? "timed.model" : "model.denoiser")
                        + "'}, 'positive': {'from': 'prompt.conditioning'}, 'negative': {'from': 'negative.conditioning'},"
                        + " 'latent': {'from': 'masked.latent'}, 'noise': {'from': 'inputs.noise'}, 'sampler': 'euler',"
                        + " 'scheduler': 'normal', 'steps': " + call.integer("num_inference_steps") + ", 'cfg': "
                        + call.number("guidance_scale") + ", 'startStep': " + call.integer("start_step"));
        text.node("decode", "decode", "'vae': {'from': 'model.vae'}, 'latent': {'from': 'sample.latent'}");
        text.output("image", "decode.image");
        text.output("latent", "sample.latent");
        text.output("denoiser", "model.denoiser");
        try (Zograf engine = Zograf.builder().build()) {
            String mask = golden.config().object("call_files").orElseThrow().text("mask_image");
            Outputs outputs = run(engine, golden, text, Map.of("mask", golden.path(mask)));
            LatentFormat format = outputs.get("denoiser", Denoiser.class).latentFormat();
            FloatTensor latent = outputs.get("latent", Latent.class).samples();
            golden.compare("final", format.toDenoiser(latent));
            golden.compare("image", outputs.get("image", Image.class).pixels());
        }
    }

    private static Config call(Golden golden) {
        return golden.config().object("call").orElseThrow();
    }

    private static void picture(WorkflowText text) {
        text.input("model", "text");
        text.input("image", "text");
        text.input("noise", "noise");
        text.node("image", "load-image", "'image': {'from': 'inputs.image'}");
    }

    private static void prompts(WorkflowText text, Config call) {
        for (String side : List.of("prompt", "negative")) {
            String prompt = call.text(side.equals("prompt") ? "prompt" : "negative_prompt");
            text.node(side, "encode-text", "'encoder': {'from': 'model.text'}, 'text': '" + prompt + "'");
        }
    }

    private static Outputs run(Zograf engine, Golden golden, WorkflowText text, Map<String, ?> more) {
        Config config = golden.config();
        Map<String, Object> inputs = new HashMap<>(more);
        inputs.put("config", golden.path(config.text("model")));
        inputs.put("model", golden.path(config.text(config.has("checkpoint") ? "checkpoint" : "model")));
        inputs.put(
                "image", golden.path(config.object("call_files").orElseThrow().text("image")));
        inputs.put("noise", new GivenNoise(List.of(golden.input("noise_0"))));
        if (config.has("unet")) {
            inputs.put("unet", golden.path(config.text("unet")));
        }
        Workflow workflow = engine.read(text.json());
        for (Workflow.Input input : workflow.inputs()) {
            workflow = workflow.with(input.name(), inputs.get(input.name()));
        }
        return engine.run(workflow);
    }
}
