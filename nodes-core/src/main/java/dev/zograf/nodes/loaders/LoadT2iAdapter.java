package dev.zograf.nodes.loaders;

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
import dev.zograf.models.T2iAdapter;
import dev.zograf.nodes.control.T2iAdapterModel;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;
import java.util.Optional;

/** Loads a T2I-Adapter (Mou et al. 2023): full or light, or for SDXL. */
@NodeType(id = "load-t2i-adapter", title = "Load T2I-Adapter", category = "loaders")
@Doc("Loads a T2I-Adapter: full or light, or for SDXL.")
public final class LoadT2iAdapter implements Node<LoadT2iAdapter.In, LoadT2iAdapter.Out> {

    /** What to load. */
    public record In(
            @Doc(
                    "A folder of diffusers with its config.json, or a .safetensors file in the names of diffusers or of the original project.")
            @Choices(models = "t2i_adapter")
            String adapter) {}

    /** The network. */
    public record Out(@Doc("The T2I-Adapter.") T2iAdapterModel adapter) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadT2iAdapter(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Checkpoint checkpoint = models.open("t2i_adapter", in.adapter());
        Optional<Config> config = checkpoint.has("config.json")
                ? Optional.of(new ModelPart(checkpoint, "").config("T2IAdapter"))
                : Optional.empty();
        Weights weights = T2iAdapter.weights(checkpoint.weights(""));
        return new Out(T2iAdapterModel.of(T2iAdapter.of(config, weights), weights, networks));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("t2i_adapter", in.adapter()).fingerprint();
    }
}
