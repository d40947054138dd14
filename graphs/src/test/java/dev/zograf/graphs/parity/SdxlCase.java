package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.sampling.DiffusersScheduler;
import dev.zograf.runtime.json.JsonConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The family {@code sdxl}: SDXL's base model and its refiner, from folders of diffusers and from single files, with all that the two text
 * encoders and the denoiser are told.
 */
final class SdxlCase implements ParityCase {

    private static final Set<String> PIPELINES =
            Set.of("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline", "StableDiffusionXLInpaintPipeline");
    private static final List<String> ADAPTERS = List.of("ip_adapter", "components");
    static final Set<String> ARGUMENTS = Set.of(
            "prompt",
            "prompt_2",
            "negative_prompt",
            "negative_prompt_2",
            "height",
            "width",
            "strength",
            "num_inference_steps",
            "denoising_start",
            "denoising_end",
            "guidance_scale",
            "guidance_rescale",
            "clip_skip",
            "eta",
            "num_images_per_prompt",
            "original_size",
            "crops_coords_top_left",
            "target_size",
            "negative_original_size",
            "negative_crops_coords_top_left",
            "negative_target_size",
            "aesthetic_score",
            "negative_aesthetic_score",
            "output_type");

    @Override
    public void run(Golden golden) throws Exception {
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
    static void paint(Golden golden, BiFunction<Denoiser, Zograf, Adapters> around) throws Exception {
        Config config = golden.config();
        Config call = config.object("call").orElseThrow();
        Config index = index(golden);
        NetworkLog log = new NetworkLog();
        try (Zograf engine = Zograf.builder().networkTap(log).build()) {
            Denoiser denoiser = Sd15Case.denoiser(engine, golden);
            LatentFormat format = denoiser.latentFormat();
            Adapters adapters = around.apply(denoiser, engine);
            SdxlWorkflow text = new SdxlWorkflow(golden, index, denoiser.inputChannels() > format.channels(), adapters);
            Config own = denoiser.scheduler();
            DiffusersScheduler scheduler = DiffusersScheduler.of(Sd15Case.scheduler(config, call, own));
            RecordingSampler sampler = new RecordingSampler(scheduler.sampler());
            Workflow workflow = engine.read(text.json());
            Map<String, Object> inputs = inputs(golden, format, scheduler, sampler);
            inputs.putAll(adapters.inputs());
            for (Workflow.Input input : workflow.inputs()) {
                workflow = workflow.with(input.name(), inputs.get(input.name()));
            }
            Outputs outputs = engine.run(workflow);

            Sd15Comparison comparison = new Sd15Comparison(golden, log);
            comparison.latents(sampler.latents());
            comparison.timesteps(sampler
                    .evaluations(scheduler
                            .schedule()
                            .steps(call.integer("num_inference_steps", 50), Sd15Case.latentShape(sampler)))
                    .stream()
                    .map(NoiseLevel::timestep)
                    .toList());
            if ("latent".equals(call.text("output_type", "pt"))) {
                FloatTensor latent =
                        format.toDenoiser(outputs.get("latent", Latent.class).samples());
                // What is handed on is noise over signal 1; the pipelines hand on what the sampler has.
                comparison.image(
                        call.has("denoising_end")
                                ? sampler.latents().get(sampler.latents().size() - 1)
                                : latent);
            } else {
                comparison.image(outputs.get("image", Image.class).pixels());
            }
            comparison.networks(text.prompts(), text.negatives());
            adapters.compare(comparison, outputs);
            LoraCase.merged(golden, engine, comparison);
            comparison.complete();
        }
    }

    private static Map<String, Object> inputs(
            Golden golden, LatentFormat format, DiffusersScheduler scheduler, RecordingSampler sampler) {
        Config config = golden.config();
        Map<String, Object> inputs = new HashMap<>();
        config.object("call_files").ifPresent(files -> {
            if (config.text("pipeline").matches(".*(Img2Img|Inpaint).*")) {
                inputs.put("image", golden.path(files.text("image")));
            }
            if (files.has("mask_image")) {
                inputs.put("mask", golden.path(files.text("mask_image")));
            }
        });
        latent(config)
                .ifPresent(tensors -> inputs.put(
                        "latent",
                        Latent.of(format.fromDenoiser(
                                handedOn(golden.input(tensors.text("image")), config, scheduler.schedule())))));
        inputs.putAll(LoraCase.files(golden));
        inputs.putAll(LearnedWord.files(golden));
        inputs.put("model", Sd15Case.model(golden));
        inputs.put("config", golden.path(config.text("model")));
        inputs.put("sampler", sampler);
        inputs.put("schedule", scheduler.schedule());
        inputs.put("noise", Sd15Case.noise(golden, false));
        inputs.put("vaeNoise", Sd15Case.noise(golden, true));
        return inputs;
    }

    /** The tensors of a call that begins with what another run handed on; those of a ControlNet's call are its pictures. */
    static Optional<Config> latent(Config config) {
        return config.object("call_tensors")
                .filter(tensors ->
                        tensors.has("image") && !config.text("pipeline").contains("ControlNet"));
    }

    /** What another run handed on, with signal 1, as this engine has it; the pipelines have what their samplers have. */
    private static FloatTensor handedOn(FloatTensor latent, Config config, Schedule schedule) {
        Config call = config.object("call").orElseThrow();
        double cut = Math.rint(1000 - 1000 * call.number("denoising_start", 0));
        List<Integer> shape = Arrays.stream(latent.shape()).boxed().toList();
        return schedule.steps(call.integer("num_inference_steps", 50), shape).all().stream()
                .map(Steps.Step::from)
                .filter(level -> call.has("denoising_start") && level.timestep() < cut)
                .findFirst()
                .map(level -> latent.over(level.alpha()))
                .orElse(latent);
    }

    private static Config index(Golden golden) throws Exception {
        Path file = golden.path(golden.config().text("model")).resolve("model_index.json");
        return Config.of(file.toString(), JsonConfig.parse(file.toString(), Files.readAllBytes(file)));
    }
}
