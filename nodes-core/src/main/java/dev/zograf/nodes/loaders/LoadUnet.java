package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.models.FluxTransformerConfig;
import dev.zograf.models.PixArtTransformerConfig;
import dev.zograf.models.QwenImageTransformerConfig;
import dev.zograf.models.Sd3TransformerConfig;
import dev.zograf.nodes.vision.EmbeddingNoise;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** Loads the denoising network of a model alone. */
@NodeType(id = "load-unet", title = "Load U-Net", category = "loaders")
@Doc("Loads the denoising network of a model alone; text encoder and VAE come from elsewhere.")
public final class LoadUnet implements Node<LoadUnet.In, LoadUnet.Out> {

    /** With what all published models of version 1 and 2 were trained. */
    private static final Map<String, Object> TRAINING = Map.of(
            "_class_name",
            "EulerDiscreteScheduler",
            "beta_start",
            0.00085,
            "beta_end",
            0.012,
            "beta_schedule",
            "scaled_linear",
            "num_train_timesteps",
            1000,
            "steps_offset",
            1,
            "timestep_spacing",
            "leading");

    private static final int LATENT_FACTOR = 8;

    private static final String UNET = "UNet2DConditionModel";

    /** What to load. */
    public record In(
            @Doc(
                    "A U-Net or transformer of Stable Diffusion, FLUX, PixArt or Qwen-Image: a folder with its config.json and its weights, one with a"
                            + " sub-folder unet or transformer, or a .safetensors file, also one of a whole model.")
            @Choices(models = "diffusion_models")
            String unet,

            @Doc(
                    "A folder in the layout of diffusers, from which to take configuration and scheduler for a file of weights.")
            @Choices(models = "checkpoints")
            Optional<String> config,

            @Doc("Take the averaged weights of a file that has both; what has them alone is loaded in any case.")
            @Default("false")
            boolean ema,

            @Doc(
                    "With which numbers the network computes; auto is what the engine was told, and if that is nothing, float32 on"
                            + " processors and float16 on CUDA. bfloat16 and int8 are faster on processors that have instructions for them, and less"
                            + " exact; float16 is for CUDA.")
            @Default("auto")
            @Choices({"auto", "float32", "float16", "bfloat16", "int8"})
            String precision,

            @Doc(
                    "To which numbers the weights are rounded when they are read, whatever the network computes with: float8-e4m3 and"
                            + " float8-e5m2 are what ComfyUI does with the like of its weight_dtype; stored leaves them as they are.")
            @Default("stored")
            @Choices({"stored", "float8-e4m3", "float8-e5m2"})
            String weights) {

        private Optional<DType> rounding() {
            return switch (weights) {
                case "float8-e4m3" -> Optional.of(DType.F8_E4M3);
                case "float8-e5m2" -> Optional.of(DType.F8_E5M2);
                default -> Optional.empty();
            };
        }
    }

    /** The network. */
    public record Out(
            @Doc("The network that removes noise.") Denoiser denoiser) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadUnet(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Checkpoint checkpoint = ConfiguredCheckpoint.open(models, "diffusion_models", in.unet(), in.config(), in.ema());
        String folder = checkpoint.has("transformer/config.json") ? TransformerInputs.NETWORK : "unet";
        ModelPart part = ModelPart.of(checkpoint, folder, "U-Net or transformer");
        Config config = part.config(
                UNET,
                Sd3Pipeline.TRANSFORMER,
                FluxPipeline.TRANSFORMER,
                PixArtPipeline.TRANSFORMER,
                PixArtPipeline.BEFORE,
                QwenImagePipeline.TRANSFORMER);
        Weights weights = in.rounding()
                .map(type -> RoundedWeights.of(part.weights(), type))
                .orElseGet(part::weights);
        return new Out(denoiser(part, config, weights, networks.at(Precision.of(in.precision()))));
    }

    private static Denoiser denoiser(ModelPart part, Config config, Weights weights, Networks networks) {
        Checkpoint checkpoint = part.checkpoint();
        switch (config.text("_class_name", UNET)) {
            case Sd3Pipeline.TRANSFORMER -> {
                return Sd3Pipeline.denoiser(
                        Sd3TransformerConfig.of(config),
                        weights,
                        TransformerPipeline.latents(checkpoint, Sd3Pipeline.LATENTS),
                        scheduler(checkpoint, config, Sd3Pipeline.TRAINING),
                        networks);
            }
            case FluxPipeline.TRANSFORMER -> {
                FluxTransformerConfig flux = FluxTransformerConfig.of(config);
                return FluxPipeline.denoiser(
                        flux,
                        weights,
                        TransformerPipeline.latents(checkpoint, FluxPipeline.LATENTS),
                        scheduler(checkpoint, config, FluxPipeline.training(flux)),
                        networks);
            }
            case PixArtPipeline.TRANSFORMER, PixArtPipeline.BEFORE -> {
                return PixArtPipeline.denoiser(
                        PixArtTransformerConfig.of(config),
                        weights,
                        TransformerPipeline.latents(checkpoint, PixArtPipeline.LATENTS),
                        scheduler(checkpoint, config, PixArtPipeline.TRAINING),
                        networks);
            }
            case QwenImagePipeline.TRANSFORMER -> {
                return QwenImagePipeline.denoiser(
                        QwenImageTransformerConfig.of(config),
                        weights,
                        TransformerPipeline.latents(checkpoint, QwenImagePipeline.LATENTS),
                        scheduler(checkpoint, config, QwenImagePipeline.TRAINING),
                        networks);
            }
            default -> {
                return SdPipeline.denoiser(
                        config,
                        weights,
                        latents(checkpoint, config),
                        scheduler(checkpoint, config, TRAINING),
                        EmbeddingNoise.of(checkpoint),
                        networks);
            }
        }
    }

    private static Config scheduler(Checkpoint checkpoint, Config network, Map<String, Object> usual) {
        String file = "scheduler/scheduler_config.json";
        return checkpoint.has(file) ? checkpoint.config(file) : Config.of(network.file(), usual);
    }

    /** As the VAE beside it has them, or as the VAEs of the family. */
    static LatentFormat latents(Checkpoint checkpoint, Config unet) {
        if (checkpoint.has("vae/config.json")) {
            Config vae = checkpoint.config("vae/config.json");
            return VaeNetworks.of(vae).format();
        }
        boolean xl = unet.has("addition_embed_type");
        return LatentFormat.of(unet.integer("out_channels", 4), LATENT_FACTOR, xl ? 0.13025 : 0.18215, 0);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return ConfiguredCheckpoint.open(models, "diffusion_models", in.unet(), in.config(), in.ema())
                .fingerprint();
    }
}
