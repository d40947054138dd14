package dev.zograf.nodes.editing;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/**
 * Makes a soft mask say when each pixel is repainted, not how much of it: the lower its value, the later on the way it is let go of (Levin and
 * Fried 2023, "Differential Diffusion").
 */
@NodeType(id = "differential-diffusion", title = "Differential diffusion", category = "model/editing")
@Doc(
        "Makes a soft mask say when each pixel is repainted, not how much of it: the lower its value, the later on the way it is let go of (Levin and Fried 2023).")
public final class DifferentialDiffusion implements Node<DifferentialDiffusion.In, DifferentialDiffusion.Out> {

    /** What to change. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc(
                    "How much of the mask of each step is the cut one, the rest is the soft one; 0 leaves the mask as it is.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.01)
            double strength) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node whose latent has a mask.")
            Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.model().withMaskEdit(new TimedMask(in.strength())));
    }
}
