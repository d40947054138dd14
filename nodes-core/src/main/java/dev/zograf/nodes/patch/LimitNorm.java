package dev.zograf.nodes.patch;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/**
 * Keeps strong guidance from making the clean latent stronger than the prompt alone would, at each place by itself: what ComfyUI's CFGNorm
 * does.
 */
@NodeType(id = "limit-norm", title = "Limit the norm of guidance", category = "model/guidance")
@Doc(
        "Keeps strong guidance from making the clean latent longer, at each place over its channels, than the prompt alone makes it.")
public final class LimitNorm implements Node<LimitNorm.In, LimitNorm.Out> {

    /** How to limit. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("By how much the limited latent is multiplied.") @Default("1") @Range(min = 0, max = 100, step = 0.01)
            double strength) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.model().withGuidance(new LimitedNorm(in.strength())));
    }
}
