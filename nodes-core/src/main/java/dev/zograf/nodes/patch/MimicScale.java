package dev.zograf.nodes.patch;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/** Lets guidance be strong without burning colours: the values keep the range that a lower scale would have given. */
@NodeType(id = "mimic-scale", title = "Mimic scale", category = "model/guidance")
@Doc("Lets guidance be strong without burning colours: the values keep the range that a lower scale would have given.")
public final class MimicScale implements Node<MimicScale.In, MimicScale.Out> {

    /** Which range to keep. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("The lower scale whose range of values is kept.") @Default("7") @Range(min = 0, max = 100, step = 0.1)
            double scale,

            @Doc("Which share of the values in each channel is not clipped.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.001)
            double quantile,

            @Doc("How much of the result is taken; 0 none.") @Default("1") @Range(min = 0, max = 1, step = 0.01)
            double share) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.model().withGuidance(new MimickedScale(in.scale(), in.quantile(), in.share())));
    }
}
