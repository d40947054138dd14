package dev.zograf.graphs.parity;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.sampling.DiffusersScheduler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The families {@code sd3} and {@code flux}, transformers that follow flows, and {@code pixart-sigma}, with all that CLIP, T5 and the denoiser are
 * told. FLUX's golden latents are packed: squares of 2x2 pixels are one row.
 */
final class FlowCase implements ParityCase {

    private static final Set<String> PIPELINES = Set.of(
            "StableDiffusion3Pipeline",
            "StableDiffusion3Img2ImgPipeline",
            "FluxPipeline",
            "FluxImg2ImgPipeline",
            "PixArtSigmaPipeline");

    /** Arguments of PixArt that would change the prompt and the size, and are asked to be off. */
    private static final List<String> OFF = List.of("clean_caption", "use_resolution_binning");

    private static final List<String> ADAPTERS = List.of("ip_adapter", "components", "loras", "embedding");
    private static final Set<String> ARGUMENTS = Set.of(
            "prompt",
            "prompt_2",
            "prompt_3",
            "negative_prompt",
            "negative_prompt_2",
            "negative_prompt_3",
            "height",
            "width",
            "strength",
            "num_inference_steps",
            "guidance_scale",
            "true_cfg_scale",
            "clip_skip",
            "max_sequence_length",
            "num_images_per_prompt",
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
        unknown.removeIf(name -> OFF.contains(name) && !call.flag(name, true));
        if (!unknown.isEmpty()) {
            Golden.notBuilt("the arguments " + unknown);
        }
        try (LessModel model = LessModel.of(golden)) {
            paint(golden, model.folder());
        }
    }

    private static void paint(Golden golden, Path model) {
        Config config = golden.config();
        FlowWorkflow text = new FlowWorkflow(config);
        NetworkLog log = new NetworkLog();
        try (Zograf engine = Zograf.builder().networkTap(log).build()) {
            Denoiser denoiser = denoiser(engine, model);
            Config call = config.object("call").orElseThrow();
            DiffusersScheduler scheduler =
                    DiffusersScheduler.of(Sd15Case.scheduler(config, call, denoiser.scheduler()));
            RecordingSampler sampler = new RecordingSampler(scheduler.sampler());
            Map<String, Object> inputs = new HashMap<>();
            inputs.put("model", model);
            inputs.put("sampler", sampler);
            inputs.put("schedule", scheduler.schedule());
            inputs.put("noise", Sd15Case.noise(golden, false));
            inputs.put("vaeNoise", Sd15Case.noise(golden, true));
            config.object("call_files").ifPresent(files -> inputs.put("image", golden.path(files.text("image"))));
            Workflow workflow = engine.read(text.json());
            for (Workflow.Input input : workflow.inputs()) {
                workflow = workflow.with(input.name(), inputs.get(input.name()));
            }
            Outputs outputs = engine.run(workflow);

            Sd15Comparison comparison = new Sd15Comparison(golden, log);
            boolean flux = config.text("pipeline").startsWith("Flux");
            comparison.latents(
                    flux ? sampler.latents().stream().map(FlowCase::packed).toList() : sampler.latents());
            comparison.timesteps(
                    sampler
                            .evaluations(scheduler.schedule().steps(text.steps(), Sd15Case.latentShape(sampler)))
                            .stream()
                            .map(NoiseLevel::timestep)
                            .toList());
            comparison.image(outputs.get("image", Image.class).pixels());
            denoiser(comparison, flux, text);
            comparison.autoencoder();
            comparison.complete();
        }
    }

    private static Denoiser denoiser(Zograf engine, Path model) {
        String json = """
                { "zograf": 1, "inputs": { "model": { "type": "text" } },
                  "nodes": { "model": { "type": "load-model@1", "in": { "model": { "from": "inputs.model" } } } },
                  "outputs": { "denoiser": { "from": "model.denoiser" } } }
                """;
        return engine.run(engine.read(json).with("model", model)).get("denoiser", Denoiser.class);
    }

    /** What the denoiser's first evaluation was told and gave, and what was told by the text encoders. */
    private static void denoiser(Sd15Comparison comparison, boolean flux, FlowWorkflow text) {
        comparison.texts(List.of("text_encoder", "text_encoder_2", "text_encoder_3"), text.prompts(), text.negatives());
        FloatTensor in = comparison.first("sample");
        FloatTensor out = comparison.first("out");
        FloatTensor told = comparison.first("timestep");
        comparison.compare("denoiser_in_0", flux ? packed(in) : in);
        comparison.compare("eps_0", flux ? packed(out) : out);
        // FLUX's original is told the share of noise, the networks here thousandths.
        comparison.compare("timestep_0", flux ? told.over(1000) : told);
        comparison.compare("encoder_hidden_states", comparison.first("encoder_hidden_states"));
        for (String name : List.of("pooled_projections", "guidance", "encoder_attention_mask")) {
            if (comparison.expects(name)) {
                comparison.compare(name, comparison.first(name));
            }
        }
    }

    /** {@code [batch, channels, h, w]} as {@code [batch, h / 2 * w / 2, 4 * channels]}. */
    static FloatTensor packed(FloatTensor latent) {
        int batch = latent.dim(0);
        int channels = latent.dim(1);
        int height = latent.dim(2);
        int width = latent.dim(3);
        float[] out = new float[latent.size()];
        int at = 0;
        for (int n = 0; n < batch; n++) {
            for (int y = 0; y < height; y += 2) {
                for (int x = 0; x < width; x += 2) {
                    for (int c = 0; c < channels; c++) {
                        for (int corner = 0; corner < 4; corner++) {
                            int row = y + corner / 2;
                            int column = x + corner % 2;
                            out[at++] = latent.at(((n * channels + c) * height + row) * width + column);
                        }
                    }
                }
            }
        }
        return FloatTensor.wrap(out, batch, height / 2 * (width / 2), 4 * channels);
    }
}
