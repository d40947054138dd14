package dev.zograf.nodes.patch;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/** Clips the clean picture that each step believes in at a quantile of its values and scales it back to a limit (Saharia et al. 2022). */
@NodeType(id = "dynamic-threshold", title = "Dynamic threshold", category = "model/guidance")
@Doc(
        "Clips the clean picture that each step believes in at a quantile of its values and scales it back to a limit (Saharia et al. 2022).")
public final class DynamicThreshold implements Node<DynamicThreshold.In, DynamicThreshold.Out> {

    /** Where to clip. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("Which share of the values is not clipped.") @Default("0.995") @Range(min = 0, max = 1, step = 0.001)
            double quantile,

            @Doc(
                    "The greatest value that stays as it is: 1 for models of pixels; latents of Stable Diffusion reach about 4.")
            @Default("4")
            @Range(min = 0.01, max = 100, step = 0.01)
            double limit) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.model().withGuidance(new ThresholdedClean(in.quantile(), in.limit())));
    }
}
