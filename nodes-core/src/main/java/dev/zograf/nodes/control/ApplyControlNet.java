package dev.zograf.nodes.control;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.util.Optional;

/** Has a picture of edges, depth or poses guide the layout (Zhang et al. 2023). Several follow one another, each with its picture. */
@NodeType(id = "apply-controlnet", title = "Apply ControlNet", category = "conditioning/control")
@Doc(
        "Has a picture of edges, depth or poses guide the layout of what is painted. Put several behind one another to combine them, each with its picture.")
public final class ApplyControlNet implements Node<ApplyControlNet.In, ApplyControlNet.Out> {

    /** The control. */
    public record In(
            @Doc("What the picture should show.") Conditioning positive,

            @Doc("What it should not show; the empty prompt without it.")
            Optional<Conditioning> negative,

            @Doc("The ControlNet, trained on the family of the model.")
            ControlNetModel controlnet,

            @Doc(
                    "The control picture, as the ControlNet was trained on it: edges, depth, a skeleton. One for all, or one for each latent. One of another size than what is painted is resized by a Lanczos filter.")
            Image image,

            @Doc(
                    "Where the control picture is not known, for a ControlNet for inpainting: it sees -1 there, as a latent black, the picture elsewhere. One for all, or one for each control picture; resized to the control picture.")
            Optional<Mask> mask,

            @Doc("How strongly it guides; 0 not at all, 1 as it was trained.")
            @Default("1")
            @Range(min = 0, max = 10, step = 0.01)
            double strength,

            @Doc("From which share of the way on it guides: 0 is pure noise.")
            @Default("0")
            @Range(min = 0, max = 1, step = 0.001)
            double start,

            @Doc("Up to which share of the way it guides: 1 is the finished picture.")
            @Default("1")
            @Range(min = 0, max = 1, step = 0.001)
            double end,

            @Doc(
                    "Of what start and end are shares: \"steps\" of this run, as diffusers counts, or \"training\", the way from noise to picture on which the model was trained, as ComfyUI counts.")
            @Choices({"steps", "training"})
            @Default("steps")
            String count,

            @Doc(
                    "Who has the say: \"balanced\" is as it was trained; \"prompt\" lets coarse features count more than details; \"control\" does the same for the positive side alone, so that guidance follows the picture; \"guess\" is for work without a prompt, the positive side alone and weaker the finer.")
            @Choices({"balanced", "prompt", "control", "guess"})
            @Default("balanced")
            String mode,

            @Doc(
                    "Which sides of guidance are controlled: \"auto\" as mode says, but the positive one alone by a ControlNet whose residuals are averaged over the picture; \"both\", \"positive\"; \"guider\" for the positive one here and for whatever the guider leads away from, if that has no ControlNet of its own.")
            @Choices({"auto", "both", "positive", "guider"})
            @Default("auto")
            String sides,

            @Doc("The model's VAE, for ControlNets of Stable Diffusion 3 and FLUX, which see pictures as latents.")
            Optional<Vae> vae) {

        /** The range must not be turned round. */
        public In {
            ControlRange.of(start, end, count);
        }

        private ControlPicture picture() {
            return new ControlPicture(image, mask);
        }
    }

    /** The result. */
    public record Out(
            @Doc("The positive conditioning with the control.")
            Conditioning positive,

            @Doc("The negative conditioning with the control, where the mode wants it.")
            Conditioning negative) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Sides sides = Sides.of(in.positive(), in.negative());
        if (in.strength() == 0) {
            return new Out(sides.positive(), sides.negative());
        }
        in.controlnet().requireReady(in.vae());
        ControlMode mode = ControlMode.of(in.mode());
        boolean pooled = in.controlnet().pooled();
        float[] factors =
                (pooled ? ControlMode.BALANCED : mode).factors(in.controlnet().residuals(), in.strength());
        ControlNetPatch patch = new ControlNetPatch(
                in.controlnet(),
                in.picture(),
                factors,
                ControlRange.of(in.start(), in.end(), in.count()),
                in.sides().equals("guider"),
                in.vae());
        boolean both = switch (in.sides()) {
            case "both" -> true;
            case "positive", "guider" -> false;
            // What is averaged over the picture was published for the positive side.
            default -> mode.bothSides() && !pooled;
        };
        Sides out = sides.with(patch, both ? Optional.of(patch) : Optional.empty());
        return new Out(out.positive(), out.negative());
    }
}
