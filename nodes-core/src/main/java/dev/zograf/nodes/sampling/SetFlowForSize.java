package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Denoiser;

/**
 * Says that a model predicts the velocity of flows whose shift towards noise grows with the picture: the logarithm of the shift is
 * {@code base} for 256 patches of 16 pixels a side, {@code max} for 4096, and on the line through both for others, as the published code of
 * FLUX has it.
 */
@NodeType(id = "set-flow-for-size", title = "Set flow for a size", category = "model")
@Doc(
        "Says that a model predicts the velocity of flows, shifted the further towards noise the larger the picture is, as FLUX is.")
public final class SetFlowForSize implements Node<SetFlowForSize.In, SetFlowForSize.Out> {

    private static final int LEVELS = 10000;
    private static final int FEW = 256;
    private static final int MANY = 4096;
    private static final double PATCH = 16 * 16;

    /** Of which model, and how far. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("The logarithm of the shift for a picture of 1024x1024 pixels.")
            @Default("1.15")
            @Range(min = 0, max = 100, step = 0.01)
            double max,

            @Doc("The logarithm of the shift for a picture of 256x256 pixels.")
            @Default("0.5")
            @Range(min = 0, max = 100, step = 0.01)
            double base,

            @Doc("The picture's width.") @Default("1024") @Range(min = 16, max = 16384) @Unit("px")
            int width,

            @Doc("The picture's height.") @Default("1024") @Range(min = 16, max = 16384) @Unit("px")
            int height) {}

    /** The result. */
    public record Out(@Doc("The model.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(SetFlow.flow(in.model(), Math.exp(mu(in)), LEVELS, 1));
    }

    private static double mu(In in) {
        double patches = (double) in.width() * in.height() / PATCH;
        return in.base() + (in.max() - in.base()) / (MANY - FEW) * (patches - FEW);
    }
}
