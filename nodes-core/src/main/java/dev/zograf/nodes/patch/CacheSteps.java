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
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/** Paints faster by computing the inner part of the network at every so manieth step only (DeepCache, Ma et al. 2023). */
@NodeType(id = "cache-steps", title = "Step caching (DeepCache)", category = "model/speed")
@Doc(
        "Paints faster by computing the inner part of the network at every so manieth step only (DeepCache, Ma et al. 2023).")
public final class CacheSteps implements Node<CacheSteps.In, CacheSteps.Out> {

    /** What to use again, and how often. */
    public record In(
            @Doc("The diffusion model.") Denoiser model,

            @Doc("Of how many steps one is computed as a whole; 1 is all of them, and changes nothing.")
            @Default("3")
            @Range(min = 1, max = 1000)
            int interval,

            @Doc(
                    "Outside of which skip everything is computed at each step, by their order on the way down: 0 is the outermost, the fastest.")
            @Default("0")
            @Range(min = 0, max = 1000)
            int branch,

            @Doc("From which share of the steps on, included.") @Default("0") @Range(min = 0, max = 1, step = 0.01)
            double start,

            @Doc("Up to which share of the steps, excluded.") @Default("1") @Range(min = 0, max = 1, step = 0.01)
            double end,

            @Doc(
                    "Where the whole steps lie: \"even\", at equal distances, or \"centred\", closest together around the centre.")
            @Choices({"even", "centred"})
            @Default("even")
            String spacing,

            @Doc("The centre, as a share of the steps from start to end.")
            @Default("0.3")
            @Range(min = 0, max = 1, step = 0.01)
            double centre,

            @Doc("How much closer they lie around the centre: 1 is not at all.")
            @Default("1.4")
            @Range(min = 1, max = 10, step = 0.02)
            double power) {

        /** A part of the steps has a start and an end. */
        public In {
            if (start >= end) {
                throw new InvalidInputException("end", "The end must come after the start, " + start + ".");
            }
        }
    }

    /** The result. */
    public record Out(
            @Doc("The model, for a sampling node.") Denoiser model) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<String> joints = joints(in.model().weights("unet"));
        if (in.branch() >= joints.size()) {
            throw new InvalidInputException(
                    "branch", "This model has " + joints.size() + " skips: give 0 to " + (joints.size() - 1) + ".");
        }
        if (in.interval() == 1) {
            return new Out(in.model());
        }
        FullSteps.Spacing spacing =
                in.spacing().equals("even") ? new FullSteps.Even() : new FullSteps.Centred(in.centre(), in.power());
        FullSteps steps = new FullSteps(in.interval(), in.start(), in.end(), spacing);
        return new Out(in.model().withPatch("unet", new StepCache(joints.get(in.branch()), steps)));
    }

    /** Where skips are joined, that of the first one first: the way up takes the last one first. */
    private static List<String> joints(Weights unet) {
        List<String> out = new ArrayList<>();
        for (Weights level : unet.all("up_blocks")) {
            for (Weights resnet : level.all("resnets")) {
                out.add(0, resnet.path() + ".input");
            }
        }
        return out;
    }
}
