package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Vae;
import jakarta.inject.Inject;
import java.util.Optional;

/** Loads a VAE of its own, to be used in place of the one that came with a model. */
@NodeType(id = "load-vae", title = "Load VAE", category = "loaders")
@Doc("Loads a VAE of its own, to be used in place of the one that came with a model.")
public final class LoadVae implements Node<LoadVae.In, LoadVae.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "An AutoencoderKL: a folder with its config.json and its weights, one with a sub-folder vae, or a .safetensors file,"
                            + " also one of a whole model.")
            @Choices(models = "vae")
            String vae,

            @Doc(
                    "The model that it is for. Its latents are then scaled as that one expects: files of VAEs do not say how.")
            Optional<Denoiser> model,

            @Doc("A folder in the layout of diffusers, from which to take the configuration for a file of weights.")
            @Choices(models = "checkpoints")
            Optional<String> config) {}

    /** The VAE. */
    public record Out(
            @Doc("What turns pictures into latents and back.")
            Vae vae) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadVae(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        SdVaeModel vae = load(ConfiguredCheckpoint.open(models, "vae", in.vae(), in.config(), false), networks);
        return new Out(in.model().isPresent() ? vae.scaledLike(in.model().get().latentFormat()) : vae);
    }

    static SdVaeModel load(Checkpoint checkpoint, Networks networks) {
        ModelPart part = ModelPart.of(checkpoint, "vae", "VAE");
        return SdVaeModel.of(part.config("AutoencoderKL"), part.weights(), networks);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return ConfiguredCheckpoint.open(models, "vae", in.vae(), in.config(), false)
                .fingerprint();
    }
}
