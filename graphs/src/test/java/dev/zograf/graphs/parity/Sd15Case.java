package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.sampling.DiffusersScheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The family {@code sd15}: whole pipelines of Stable Diffusion 1 and 2 as workflows of the public nodes. Beside the picture,
 * all that went through the networks on the way is compared.
 */
final class Sd15Case implements ParityCase {

    private static final Set<String> PIPELINES =
            Set.of("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline");
    private static final List<String> ADAPTERS = List.of("ip_adapter", "components", "call_tensors");
    private static final Set<String> ARGUMENTS = Set.of(
            "prompt",
            "negative_prompt",
            "height",
            "width",
            "strength",
            "num_inference_steps",
            "guidance_scale",
            "guidance_rescale",
            "clip_skip",
            "eta",
            "num_images_per_prompt",
            "output_type");

    @Override
    public void run(Golden golden) {
        Config config = golden.config();
        Config call = config.object("call").orElseThrow();
        if (!PIPELINES.contains(config.text("pipeline"))) {
            Golden.notBuilt("the pipeline " + config.text("pipeline"));
        }
        ADAPTERS.stream().filter(config::has).findFirst().ifPresent(Golden::notBuilt);
        Set<String> unknown = new TreeSet<>(call.names());
        unknown.removeAll(ARGUMENTS);
        if (!unknown.isEmpty()) {
            Golden.notBuilt("the arguments " + unknown);
        }
        paint(golden, (denoiser, engine) -> Adapters.NONE);
    }

    /** Paints what the case says with more around it, and compares all that was recorded. */
    static void paint(Golden golden, BiFunction<Denoiser, Zograf, Adapters> around) {
        Config config = golden.config();
        Config call = config.object("call").orElseThrow();
        NetworkLog log = new NetworkLog();
        try (Zograf engine = Zograf.builder().networkTap(log).build()) {
            Denoiser denoiser = denoiser(engine, golden);
            Adapters adapters = around.apply(denoiser, engine);
            Sd15Workflow text = new Sd15Workflow(
                    golden, denoiser.inputChannels() > denoiser.latentFormat().channels(), adapters);
            DiffusersScheduler scheduler = DiffusersScheduler.of(scheduler(config, call, denoiser.scheduler()));
            RecordingSampler sampler = new RecordingSampler(scheduler.sampler());
            Map<String, Object> inputs = new HashMap<>(text.files());
            inputs.put("model", model(golden));
            inputs.put("config", golden.path(config.text("model")));
            inputs.put("sampler", sampler);
            inputs.put("schedule", scheduler.schedule());
            inputs.putAll(LoraCase.files(golden));
            inputs.putAll(LearnedWord.files(golden));
            inputs.put("noise", noise(golden, false));
            inputs.put("vaeNoise", noise(golden, true));
            inputs.putAll(adapters.inputs());
            Workflow workflow = engine.read(text.json());
            for (Workflow.Input input : workflow.inputs()) {
                workflow = workflow.with(input.name(), inputs.get(input.name()));
            }
            Outputs outputs = engine.run(workflow);

            Sd15Comparison comparison = new Sd15Comparison(golden, log);
            comparison.latents(sampler.latents());
            comparison.timesteps(sampler
                    .evaluations(
                            scheduler.schedule().steps(call.integer("num_inference_steps", 50), latentShape(sampler)))
                    .stream()
                    .map(NoiseLevel::timestep)
                    .toList());
            comparison.image(outputs.get("image", Image.class).pixels());
            comparison.networks(text.prompts(), text.negatives());
            adapters.compare(comparison, outputs);
            LoraCase.merged(golden, engine, comparison);
            comparison.complete();
        }
    }

    /** The folder of the model, or the single file of its weights. */
    static Path model(Golden golden) {
        Config config = golden.config();
        return golden.path(config.text(config.has("checkpoint") ? "checkpoint" : "model"));
    }

    static Denoiser denoiser(Zograf engine, Golden golden) {
        String json = """
                { "zograf": 1,
                  "inputs": { "model": { "type": "text" }, "config": { "type": "text" } },
                  "nodes": { "model": { "type": "load-model@1", "in": {
                    "model": { "from": "inputs.model" }, "config": { "from": "inputs.config" } } } },
                  "outputs": { "denoiser": { "from": "model.denoiser" } } }
                """;
        Workflow workflow = engine.read(json)
                .with("model", model(golden))
                .with("config", golden.path(golden.config().text("model")));
        return engine.run(workflow).get("denoiser", Denoiser.class);
    }

    /** The model's own scheduler, or the case's class and options on top of it. */
    static Config scheduler(Config config, Config call, Config own) {
        Map<String, Object> over = new HashMap<>();
        config.object("scheduler").ifPresent(other -> {
            over.put("_class_name", other.text("class"));
            other.object("args")
                    .ifPresent(args -> args.names()
                            .forEach(name -> over.put(name, args.raw(name).orElseThrow())));
        });
        if (call.has("eta")) {
            over.put("eta", call.number("eta"));
        }
        return own.with(over);
    }

    static List<Integer> latentShape(RecordingSampler sampler) {
        List<Integer> out = new ArrayList<>();
        for (int side : sampler.latents().get(0).shape()) {
            out.add(side);
        }
        return out;
    }

    /** What the VAE drew, or what everything else drew, in order. */
    static NoiseSource noise(Golden golden, boolean vae) {
        Config who = golden.config().object("noise").orElseThrow();
        List<FloatTensor> draws = new ArrayList<>();
        for (int k = 0; who.has("noise_" + k); k++) {
            if (who.text("noise_" + k).contains("vae.") == vae) {
                draws.add(golden.input("noise_" + k));
            }
        }
        return new GivenNoise(draws);
    }
}
