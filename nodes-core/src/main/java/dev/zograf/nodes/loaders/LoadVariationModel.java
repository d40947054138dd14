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
import dev.zograf.api.model.Vae;
import dev.zograf.nodes.vision.ClipFiles;
import jakarta.inject.Inject;

/** Loads a model that was trained to paint variations of pictures: a U-Net that takes what CLIP sees in place of prompts. */
@NodeType(id = "load-variation-model", title = "Load variation model", category = "loaders")
@Doc("Loads a model that was trained to paint variations of pictures, for variation-conditioning.")
public final class LoadVariationModel implements Node<LoadVariationModel.In, LoadVariationModel.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "A folder of diffusers' StableDiffusionImageVariationPipeline, such as sd-image-variations-diffusers: a name below a"
                            + " model root, or a path.")
            @Choices(models = "checkpoints")
            String model,

            @Doc("With which numbers the network and the VAE compute; auto is what the engine was told.")
            @Default("auto")
            @Choices({"auto", "float32", "float16", "bfloat16", "int8"})
            String precision) {}

    /** The parts of the model. */
    public record Out(
            @Doc("The network that removes noise.") Denoiser denoiser,

            @Doc("What sees what is on pictures.") ImageEncoder images,

            @Doc("What turns pictures into latents and back.")
            Vae vae) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadVariationModel(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Checkpoint checkpoint = models.open("checkpoints", in.model());
        SdPipeline pipeline = SdPipeline.ofVariations(checkpoint, networks.at(Precision.of(in.precision())));
        SdVaeModel vae = pipeline.vae();
        ImageEncoder images =
                ClipFiles.of(checkpoint, networks, "image_encoder").images();
        return new Out(pipeline.denoiser(vae.latentFormat()), images, vae);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("checkpoints", in.model()).fingerprint();
    }
}
