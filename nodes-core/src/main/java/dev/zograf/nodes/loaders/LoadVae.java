package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Vae;
import jakarta.inject.Inject;

/** Loads a VAE of its own, to be used in place of the one that came with a model. */
@NodeType(id = "load-vae", title = "Load VAE", category = "loaders")
@Doc("Loads a VAE of its own, to be used in place of the one that came with a model.")
public final class LoadVae implements Node<LoadVae.In, LoadVae.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "A folder with the config.json and the weights of an AutoencoderKL, or one whose sub-folder vae has them.")
            @Choices(models = "vae")
            String vae) {}

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
        Checkpoint checkpoint = models.open("vae", in.vae());
        String folder = checkpoint.has("vae/config.json") ? "vae" : "";
        String path = folder.isEmpty() ? "config.json" : folder + "/config.json";
        if (!checkpoint.has(path)) {
            throw new BadFileException(
                    checkpoint.name(),
                    "It has no config.json. Supported are folders of diffusers with an AutoencoderKL.");
        }
        Config config = checkpoint.config(path);
        String kind = config.text("_class_name", "AutoencoderKL");
        if (!kind.equals("AutoencoderKL")) {
            throw new BadFileException(
                    config.file(), "The class " + kind + " is not supported; supported is AutoencoderKL.");
        }
        return new Out(SdVaeModel.of(config, checkpoint.weights(folder), networks));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("vae", in.vae()).fingerprint();
    }
}
