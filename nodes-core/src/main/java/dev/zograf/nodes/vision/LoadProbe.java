package dev.zograf.nodes.vision;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import jakarta.inject.Inject;

/** Reads a probe that was saved, or a head that grades pictures. */
@NodeType(id = "load-probe", title = "Load probe", category = "vision")
@Doc("Reads a probe that save-probe wrote, or a head of linear layers such as LAION's aesthetic ones.")
public final class LoadProbe implements Node<LoadProbe.In, LoadProbe.Out> {

    /** What to read. */
    public record In(
            @Doc("A .safetensors file with one linear layer, or several behind each other, that end in one number.")
            String file) {}

    /** What was read. */
    public record Out(@Doc("The probe.") Probe probe) {}

    private final Models models;

    /** With the service that reads tensors. */
    @Inject
    public LoadProbe(Models models) {
        this.models = models;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(new LinearHead(
                        models.openFile(ctx.files().input(in.file()), in.file()).weights(""))
                .probe());
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.openFile(files.input(in.file()), in.file()).fingerprint();
    }
}
