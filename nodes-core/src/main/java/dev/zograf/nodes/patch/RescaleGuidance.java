package dev.zograf.nodes.patch;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/** Keeps strong guidance from making pictures over-exposed: the output gets the contrast of the positive one (Lin et al. 2023). */
@NodeType(id = "rescale-guidance", title = "Rescale guidance", category = "model/guidance")
@Doc(
        "Keeps strong guidance from making pictures over-exposed: the output gets the contrast of the positive one (Lin et al. 2023).")
public final class RescaleGuidance implements Node<RescaleGuidance.In, RescaleGuidance.Out> {

    /** How to rescale. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("How much of the rescaled output is taken; 0 none, the paper found 0.7 good.")
            @Default("0.7")
            @Range(min = 0, max = 1, step = 0.01)
            double share,

            @Doc(
                    "As what outputs are compared: \"output\" is what the network predicts, as diffusers does, \"velocity\" the velocity in any case, as ComfyUI does.")
            @Choices({"output", "velocity"})
            @Default("output")
            String space) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.model()
                .withGuidance(new RescaledGuidance(in.share(), in.space().equals("velocity"))));
    }
}
