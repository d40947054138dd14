package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.api.model.Upscaler;
import dev.zograf.models.SrvggCompact;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;

/** Loads a super-resolution network; its architecture and factor are read from the names and shapes of its weights. */
@NodeType(id = "load-upscaler", title = "Load upscaler", category = "loaders")
@Doc("Loads a super-resolution network; its architecture and factor are read from the names and shapes of its weights.")
public final class LoadUpscaler implements Node<LoadUpscaler.In, LoadUpscaler.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "A .safetensors file of a compact Real-ESRGAN network: a name below a model root, one that ships, or a path.")
            @Choices(models = "upscale_models")
            String model) {}

    /** The upscaler. */
    public record Out(@Doc("What enlarges pictures.") Upscaler upscaler) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadUpscaler(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Weights weights = models.open("upscale_models", in.model()).weights("");
        SrvggCompact network = SrvggCompact.detect(weights)
                .orElseThrow(() -> new BadFileException(
                        weights.file(),
                        "No upscaler that is supported has such tensors; supported is SRVGGNetCompact."));
        return new Out(new SrvggUpscaler(network, networks.compile(network, weights)));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("upscale_models", in.model()).fingerprint();
    }
}
