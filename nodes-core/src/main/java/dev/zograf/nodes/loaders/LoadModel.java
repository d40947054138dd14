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
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Precision;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.model.Vae;
import jakarta.inject.Inject;
import java.util.Optional;

/** Loads a text-to-image model. Headers are read and checked now, weights are mapped when a part first runs. */
@NodeType(id = "load-model", title = "Load model", category = "loaders")
@Doc("Loads a text-to-image model.")
public final class LoadModel implements Node<LoadModel.In, LoadModel.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "A folder in the layout of diffusers, or a .safetensors file in that or the original layout: a name below a model"
                            + " root, one that ships, or a path.")
            @Choices(models = "checkpoints")
            String model,

            @Doc("A VAE to use in place of the model's own, or if it has none.") @Choices(models = "vae")
            Optional<String> vae,

            @Doc(
                    "A folder in the layout of diffusers, from which to take configurations, tokenizer and scheduler for a file of"
                            + " weights; needed only if its sizes are those of no published model.")
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
            String precision) {}

    /** The parts of the model. */
    public record Out(
            @Doc("The network that removes noise.") Denoiser denoiser,
            @Doc("What turns prompts into conditioning.") TextEncoder text,

            @Doc("What turns pictures into latents and back.")
            Vae vae) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadModel(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Checkpoint checkpoint = open(in);
        Pipeline pipeline = Pipelines.of(checkpoint, networks.at(Precision.of(in.precision())));
        SdVaeModel vae = in.vae().isPresent() ? other(in, pipeline.latents()) : pipeline.vae();
        return new Out(pipeline.denoiser(vae.latentFormat()), pipeline.textEncoder(), vae);
    }

    /** Another VAE, its latents scaled as the model was trained on, which the file of a VAE does not say. */
    private SdVaeModel other(In in, LatentFormat latents) {
        return LoadVae.load(models.open("vae", in.vae().orElseThrow()), networks.at(Precision.of(in.precision())))
                .scaledLike(latents);
    }

    private Checkpoint open(In in) {
        return ConfiguredCheckpoint.open(models, "checkpoints", in.model(), in.config(), in.ema());
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        String model = open(in).fingerprint();
        return in.vae()
                .map(vae -> model + "+" + models.open("vae", vae).fingerprint())
                .orElse(model);
    }
}
