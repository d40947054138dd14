package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.Networks;
import dev.zograf.models.IpAdapter;
import dev.zograf.nodes.control.IpAdapterModel;
import dev.zograf.tensor.Weights;
import jakarta.inject.Inject;

/** Loads an IP-Adapter (Ye et al. 2023): plain, plus, plus-face or full-face, of Stable Diffusion 1 or SDXL. */
@NodeType(id = "load-ip-adapter", title = "Load IP-Adapter", category = "loaders")
@Doc(
        "Loads an IP-Adapter: plain, plus, plus-face or full-face, of Stable Diffusion 1 or SDXL. FaceID adapters are not supported.")
public final class LoadIpAdapter implements Node<LoadIpAdapter.In, LoadIpAdapter.Out> {

    /** What to load. */
    public record In(
            @Doc("A .safetensors file of an IP-Adapter: a name below a model root, or a path.")
            @Choices(models = "ipadapter")
            String adapter) {}

    /** The adapter. */
    public record Out(@Doc("The IP-Adapter.") IpAdapterModel adapter) {}

    private final Models models;
    private final Networks networks;

    /** With the services of the engine. */
    @Inject
    public LoadIpAdapter(Models models, Networks networks) {
        this.models = models;
        this.networks = networks;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        Weights weights = models.open("ipadapter", in.adapter()).weights("");
        return new Out(IpAdapterModel.of(IpAdapter.of(weights), weights, networks));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("ipadapter", in.adapter()).fingerprint();
    }
}
