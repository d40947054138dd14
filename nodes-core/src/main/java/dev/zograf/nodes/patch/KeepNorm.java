package dev.zograf.nodes.patch;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/**
 * Gives what guidance leads to the strength of what the prompt alone leads to, in each square of 2 x 2 latent pixels by itself: what the
 * published pipelines of Qwen-Image (Wu et al. 2025) do wherever something leads away from a negative prompt. {@link LimitNorm} is its kin in
 * node-based interfaces.
 */
@NodeType(id = "keep-norm", title = "Keep the norm of guidance", category = "model/guidance")
@Doc(
        "Makes what guidance leads to as long, in each square of 2x2 latent pixels, as what the prompt alone leads to, as the published pipelines of Qwen-Image do.")
public final class KeepNorm implements Node<KeepNorm.In, KeepNorm.Out> {

    /** Of which model. */
    public record In(@Doc("The diffusion model.") Denoiser model) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.model().withGuidance(new KeptNorm()));
    }
}
