package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.model.Vae;
import jakarta.inject.Inject;

/** Loads a text-to-image model. Headers are read and checked now, weights are mapped when a part first runs. */
@NodeType(id = "load-model", title = "Load model", category = "loaders")
@Doc("Loads a text-to-image model.")
public final class LoadModel implements Node<LoadModel.In, LoadModel.Out> {

    /** What to load. */
    public record In(
            @Doc("A folder in the layout of diffusers: a name below a model root, one that ships, or a path.")
            @Choices(models = "checkpoints")
            String model) {}

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
        SdPipeline pipeline = new SdPipeline(models.open("checkpoints", in.model()), networks);
        SdVaeModel vae = pipeline.vae();
        return new Out(pipeline.denoiser(vae), pipeline.textEncoder(), vae);
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("checkpoints", in.model()).fingerprint();
    }
}
