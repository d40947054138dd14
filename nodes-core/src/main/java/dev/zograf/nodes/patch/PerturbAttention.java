package dev.zograf.nodes.patch;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/** Leads away from what the model paints when it does not look at the whole picture (perturbed-attention guidance, Ahn et al. 2024). It takes one more evaluation a step. */
@NodeType(id = "perturb-attention", title = "Perturb attention", category = "model/guidance")
@Doc(
        "Leads away from what the model paints when it does not look at the whole picture (perturbed-attention guidance, Ahn et al. 2024). It takes one more evaluation a step.")
public final class PerturbAttention implements Node<PerturbAttention.In, PerturbAttention.Out> {

    /** What to lead away from. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("How strongly it leads.") @Default("3") @Range(min = 0, max = 100, step = 0.1)
            double scale,

            @Doc("The beginning of the names of the layers whose self-attention is taken away for comparison.")
            @Default("mid_block")
            String layers) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(
                in.scale() == 0
                        ? in.model()
                        : in.model().withGuidance(new PerturbedAttention(in.scale(), in.layers())));
    }
}
