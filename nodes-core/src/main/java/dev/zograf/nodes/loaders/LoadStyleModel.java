package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.models.StyleAdapter;
import dev.zograf.nodes.control.StyleModel;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;

/** Loads a style adapter of the T2I-Adapters (Mou et al. 2023), for Stable Diffusion 1. */
@NodeType(id = "load-style-model", title = "Load style model", category = "loaders")
@Doc("Loads a style adapter of the T2I-Adapters.")
public final class LoadStyleModel implements Node<LoadStyleModel.In, LoadStyleModel.Out> {

    /** What to load. */
    public record In(
            @Doc("A .safetensors file in the names of the original project: a name below a model root, or a path.")
            @Choices(models = "style_models")
            String style) {}

    /** The network. */
    public record Out(@Doc("The style model.") StyleModel style) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadStyleModel(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Weights weights = models.open("style_models", in.style()).weights("");
        return new Out(StyleModel.of(StyleAdapter.of(weights), weights, networks));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("style_models", in.style()).fingerprint();
    }
}
