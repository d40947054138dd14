package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.model.Vae;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Loads a model that takes what CLIP sees in pictures beside prompts, and the image encoder that is part of it: Stable unCLIP, which
 * is Stable Diffusion 2.1 after the idea of Ramesh et al. 2022.
 */
@NodeType(id = "load-unclip-model", title = "Load unCLIP model", category = "loaders")
@Doc("Loads a model that takes pictures beside prompts (Stable Diffusion 2.1 unCLIP), for set-pooled-image.")
public final class LoadUnclipModel implements Node<LoadUnclipModel.In, LoadUnclipModel.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "A folder of diffusers' StableUnCLIPImg2ImgPipeline, or a .safetensors file in the original layout, such as"
                            + " sd21-unclip-h: a name below a model root, or a path.")
            @Choices(models = "checkpoints")
            String model,

            @Doc(
                    "A folder in the layout of diffusers, from which to take configurations, tokenizer, scheduler and the statistics of"
                            + " embeddings for a file of weights.")
            @Choices(models = "checkpoints")
            Optional<String> config,

            @Doc("With which numbers the network and the VAE compute; auto is what the engine was told.")
            @Default("auto")
            @Choices({"auto", "float32", "float16", "bfloat16", "int8"})
            String precision) {}

    /** The parts of the model. */
    public record Out(
            @Doc("The network that removes noise.") Denoiser denoiser,
            @Doc("What turns prompts into conditioning.") TextEncoder text,

            @Doc("What turns pictures into latents and back.")
            Vae vae,

            @Doc("What sees what is on pictures.") ImageEncoder images) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadUnclipModel(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        SdPipeline pipeline = SdPipeline.ofUnclip(open(in), networks.at(Precision.of(in.precision())));
        SdVaeModel vae = pipeline.vae();
        return new Out(pipeline.denoiser(vae.latentFormat()), pipeline.textEncoder(), vae, pipeline.images());
    }

    private Checkpoint open(In in) {
        return ConfiguredCheckpoint.open(models, "checkpoints", in.model(), in.config(), false);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return open(in).fingerprint();
    }
}
