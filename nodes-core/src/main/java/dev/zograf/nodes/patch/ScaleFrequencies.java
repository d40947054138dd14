package dev.zograf.nodes.patch;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/**
 * Guides the coarse and the fine by scales of their own: FreSca (Huang et al. 2025), what ComfyUI's node of that name does. Without a
 * negative side nothing is changed.
 */
@NodeType(id = "scale-frequencies", title = "Scale frequencies of guidance", category = "model/guidance")
@Doc(
        "Multiplies what guidance adds to the negative side (FreSca): its low frequencies, shapes and colours, by one factor, its high ones, details, by another.")
public final class ScaleFrequencies implements Node<ScaleFrequencies.In, ScaleFrequencies.Out> {

    /** How to scale. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("The factor of low frequencies.") @Default("1") @Range(min = 0, max = 10, step = 0.01)
            double low,

            @Doc("The factor of high frequencies.") @Default("1.25") @Range(min = 0, max = 10, step = 0.01)
            double high,

            @Doc(
                    "How many waves across the latent's width, and its height, the low frequencies end at; half of its pixels are all that there are.")
            @Default("20")
            @Range(min = 1, max = 10_000)
            int cutoff) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.model().withGuidance(new ScaledFrequencies(in.low(), in.high(), in.cutoff())));
    }
}
