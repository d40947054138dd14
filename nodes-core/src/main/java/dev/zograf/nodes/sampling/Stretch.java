package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import java.util.List;

/**
 * Which part of a schedule one run samples: all of it, the last part over a picture, or any part of a way that several runs share,
 * such as a base model and its refiner.
 *
 * @param count how many steps the whole schedule has
 * @param strength which share of it is done: 1 for all; below that, the latent is only partly noised first
 * @param startStep the first of the steps that are left, from 0
 * @param endStep before which step the run stops
 * @param startAt the share of the training process from noise to picture at which it starts
 * @param endAt the share at which it stops
 * @param addNoise whether the latent is noised first; otherwise it is believed to hold the noise of its level
 * @param leaveNoise whether a run that stops early leaves the noise that is left, instead of removing all with its last step
 */
record Stretch(
        int count,
        double strength,
        int startStep,
        int endStep,
        double startAt,
        double endAt,
        boolean addNoise,
        boolean leaveNoise) {

    /** More steps than any schedule has: to the end. */
    static final int TO_THE_END = 10000;

    /** The training process of the models that are cut by shares. */
    private static final int TIMESTEPS = 1000;

    /** The whole way, or its last part. */
    static Stretch of(int count, double strength) {
        return new Stretch(count, strength, 0, TO_THE_END, 0, 1, true, false);
    }

    /** How many steps at the beginning are left out because of the strength. */
    int skipped() {
        return count - Math.min((int) (count * strength), count);
    }

    /** The steps to do; none if nothing is left. */
    Steps steps(Schedule schedule, List<Integer> latentShape) {
        Steps whole = schedule.steps(count, latentShape);
        Steps rest = whole.from(Math.min(skipped(), whole.count()));
        int first = Math.max(startStep, above(rest, startAt));
        int end = Math.min(Math.min(endStep, rest.count()), endAt < 1 ? above(rest, endAt) : rest.count());
        if (startStep > 0 && endStep <= startStep) {
            throw new InvalidInputException(
                    "endStep",
                    "The run would stop before step " + endStep + " and start at step " + startStep
                            + "; it has to stop later than it starts.");
        }
        if (first >= end) {
            return rest.from(rest.count());
        }
        Steps cut = end < rest.count() ? rest.until(end) : rest;
        return (end < rest.count() && !leaveNoise ? cut.toClean() : cut).from(first);
    }

    /** How many steps lie above the timestep of a share, as the published two-stage pipeline of SDXL counts. */
    private static int above(Steps steps, double share) {
        double cut = Math.rint(TIMESTEPS - share * TIMESTEPS);
        return share <= 0
                ? 0
                : (int) steps.all().stream()
                        .filter(step -> step.from().timestep() >= cut)
                        .count();
    }
}
