package dev.zograf.nodes.patch;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;

/** Leads away from what the model says of a latent that is blurred where it looks (self-attention guidance, Hong et al. 2023). */
@NodeType(id = "guide-self-attention", title = "Self-attention guidance", category = "model/guidance")
@Doc(
        "Leads away from what the model says of a picture that is blurred where it looks (self-attention guidance, Hong et al. 2023). It takes one more evaluation a step, and the first half of another.")
public final class GuideSelfAttention implements Node<GuideSelfAttention.In, GuideSelfAttention.Out> {

    /** How to lead. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("How strongly it leads; diffusers' default is 0.75.")
            @Default("0.5")
            @Range(min = -2, max = 5, step = 0.01)
            double scale,

            @Doc("How far it blurs, as the deviation in latent pixels; diffusers' is 1.")
            @Default("2")
            @Range(min = 0, max = 10, step = 0.1)
            double sigma,

            @Doc("How much a pixel must be looked at to be blurred, where 1 is the average.")
            @Default("1")
            @Range(min = 0, max = 100, step = 0.01)
            double threshold,

            @Doc(
                    "As what the two answers are compared: \"output\" is what the network predicts, as diffusers does, \"clean\" the clean latent, as ComfyUI does. It is the same for networks that predict noise.")
            @Choices({"output", "clean"})
            @Default("output")
            String space) {}

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        if (in.scale() == 0) {
            return new Out(in.model());
        }
        if (!in.model().weights("unet").has(AttentionMap.PLACE)) {
            throw new InvalidInputException(
                    "model", "This model does not attend in its middle, which self-attention guidance looks at.");
        }
        return new Out(in.model()
                .withGuidance(new SelfAttention(
                        in.scale(), in.sigma(), in.threshold(), in.space().equals("clean"))));
    }
}
