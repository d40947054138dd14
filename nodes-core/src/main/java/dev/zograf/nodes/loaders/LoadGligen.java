package dev.zograf.nodes.loaders;

import dev.zograf.api.Choices;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.model.Models;
import dev.zograf.nodes.control.GligenModel;
import jakarta.inject.Inject;

/** Loads a GLIGEN (Li et al. 2023) for boxes with texts. */
@NodeType(id = "load-gligen", title = "Load GLIGEN", category = "loaders")
@Doc("Loads a GLIGEN, which says what stands in which box.")
public final class LoadGligen implements Node<LoadGligen.In, LoadGligen.Out> {

    /** What to load. */
    public record In(
            @Doc("A .safetensors file such as gligen_sd14_textbox_pruned: a name below a model root, or a path.")
            @Choices(models = "gligen")
            String gligen) {}

    /** What it adds to a U-Net. */
    public record Out(@Doc("The GLIGEN.") GligenModel gligen) {}

    private final Models models;

    /** With the services of the engine. */
    @Inject
    public LoadGligen(Models models) {
        this.models = models;
    }

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(GligenModel.of(models.open("gligen", in.gligen()).weights("")));
    }

    @Override
    public String fingerprint(In in, RunFiles files) {
        return models.open("gligen", in.gligen()).fingerprint();
    }
}
