package dev.zograf.nodes.sampling;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.Schedule;

/**
 * The noise levels of a flow for a picture's size and a number of steps, as the published code of FLUX.2 fits them: even shares of noise
 * from 1 to 0, shifted by a factor whose logarithm was measured to be linear in the number of patches of 16 pixels a side, for 10 steps
 * and for 200, and is linear in the steps between and beyond. Above 4300 patches the number of steps says nothing.
 */
@NodeType(id = "schedule-for-size", title = "Schedule for a size", category = "sampling")
@Doc("The noise levels of a flow for a picture's size and a number of steps, as FLUX.2 has them.")
public final class MakeSizedSchedule implements Node<MakeSizedSchedule.In, MakeSizedSchedule.Out> {

    private static final double PATCH = 16 * 16;
    private static final int MANY = 4300;
    private static final int FEW_STEPS = 10;
    private static final int MANY_STEPS = 200;

    /** For which picture, in how many steps. */
    public record In(
            @Doc("The model: what it predicts.") Denoiser model,

            @Doc("How many steps.") @Default("20") @Range(min = 1, max = 4096, step = 1) @Unit("steps")
            int steps,

            @Doc("The picture's width.") @Default("1024") @Range(min = 16, max = 16384) @Unit("px")
            int width,

            @Doc("The picture's height.") @Default("1024") @Range(min = 16, max = 16384) @Unit("px")
            int height) {}

    /** The result. */
    public record Out(
            @Doc("The noise levels and the kind of prediction.")
            Schedule schedule) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double shift = Math.exp(mu(Math.rint((double) in.width() * in.height() / PATCH), in.steps()));
        double[] sigmas = SigmaSpacing.evenly(1, 0, in.steps() + 1);
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = (float) FlowLadder.shifted((float) sigmas[i], shift);
        }
        return new Out(SigmaList.of(TrainedSigmas.of(in.model().scheduler(), true), sigmas));
    }

    /** The logarithm of the shift. */
    static double mu(double patches, int steps) {
        double atMany = 0.00016927 * patches + 0.45666666;
        if (patches > MANY) {
            return atMany;
        }
        double atFew = 8.73809524e-05 * patches + 1.89833333;
        double slope = (atMany - atFew) / (MANY_STEPS - FEW_STEPS);
        return atMany + slope * (steps - MANY_STEPS);
    }
}
