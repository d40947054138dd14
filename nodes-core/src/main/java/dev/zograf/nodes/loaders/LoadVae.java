package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.LatentFormat;
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
                    "An AutoencoderKL, that of Qwen-Image or Wan 2.1, or a tiny one: a folder with its config.json and its weights,"
                            + " one with a sub-folder vae, or a .safetensors file, also one of a whole model.")
            @Choices(models = "vae")
            String vae,

            @Doc(
                    "The model that it is for. Its latents are then scaled as that one expects: files of VAEs do not say how."
                            + " A tiny autoencoder then reads and writes latents of that model's VAE, in whose place it stands.")
            Optional<Denoiser> model,

            @Doc("A folder in the layout of diffusers, from which to take the configuration for a file of weights.")
            @Choices(models = "checkpoints")
            Optional<String> config,

            @Doc("For a tiny autoencoder whose halves are two files: the encoder's file, where vae is the decoder's.")
            @Choices(models = "vae")
            Optional<String> encoder) {}

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
        Optional<LatentFormat> standsFor = in.model().map(Denoiser::latentFormat);
        Checkpoint checkpoint = ConfiguredCheckpoint.open(models, "vae", in.vae(), in.config(), false);
        Optional<TinyVaeModel> tiny = TinyVaeFiles.open(checkpoint, standsFor, networks);
        if (in.encoder().isPresent()) {
            Optional<TinyVaeModel> encoder =
                    TinyVaeFiles.open(models.open("vae", in.encoder().get()), standsFor, networks);
            if (tiny.filter(TinyVaeModel::hasDecoder).isEmpty()
                    || encoder.filter(TinyVaeModel::hasEncoder).isEmpty()) {
                throw new InvalidInputException(
                        "encoder",
                        "Only tiny autoencoders come in two files: vae is the decoder's, encoder the encoder's.");
            }
            return new Out(tiny.get().withEncoderOf(encoder.get()));
        }
        if (tiny.isPresent()) {
            return new Out(tiny.get());
        }
        SdVaeModel vae = load(checkpoint, networks);
        return new Out(standsFor.isPresent() ? vae.scaledLike(standsFor.get()) : vae);
    }

    static SdVaeModel load(Checkpoint checkpoint, Networks networks) {
        ModelPart part = ModelPart.of(checkpoint, "vae", "VAE");
        return SdVaeModel.of(part.config(VaeNetworks.classes()), part.weights(), networks);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        String first = ConfiguredCheckpoint.open(models, "vae", in.vae(), in.config(), false)
                .fingerprint();
        return in.encoder()
                .map(name -> first + "+" + models.open("vae", name).fingerprint())
                .orElse(first);
    }
}
