package dev.zograf.api.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The way from noise to picture: the steps of one sampling run in order, and the noise levels between them for samplers that
 * evaluate the network inside a step. Immutable.
 */
public final class Steps {

    /**
     * From one noise level to a lower one. Mostly a step starts where the one before it ended; DDIM's and PNDM's published
     * code ends at {@code t - 1000/n}, which need not be the next timestep.
     */
    public record Step(NoiseLevel from, NoiseLevel to) {}

    private final List<Step> schedule;
    private final int before;
    private final int after;
    private final double initialScale;
    private final DoubleFunction<NoiseLevel> atTimestep;
    private final DoubleFunction<NoiseLevel> atRatio;

    private Steps(
            List<Step> schedule,
            int before,
            int after,
            double initialScale,
            DoubleFunction<NoiseLevel> atTimestep,
            DoubleFunction<NoiseLevel> atRatio) {
        this.schedule = List.copyOf(schedule);
        this.before = before;
        this.after = after;
        this.initialScale = initialScale;
        this.atTimestep = atTimestep;
        this.atRatio = atRatio;
    }

    /**
     * Steps.
     *
     * @param initialScale what standard normal noise is multiplied with to start from nothing
     * @param atTimestep the level at any timestep of the training process, in the convention of the steps
     * @param atRatio the level of any {@link NoiseLevel#ratio()}, its timestep interpolated
     */
    public static Steps of(
            List<Step> steps,
            double initialScale,
            DoubleFunction<NoiseLevel> atTimestep,
            DoubleFunction<NoiseLevel> atRatio) {
        return new Steps(steps, 0, 0, initialScale, atTimestep, atRatio);
    }

    /** How many steps. */
    public int count() {
        return schedule.size() - before - after;
    }

    /** How many steps of the whole schedule {@link #from} left out. */
    public int before() {
        return before;
    }

    /** How many steps of the whole schedule {@link #until} left out: another run does them. */
    public int after() {
        return after;
    }

    /**
     * One step, counted from 0; {@code -before()} to -1 are those that {@link #from} left out, and those from {@code count()} on the
     * ones that {@link #until} did.
     */
    public Step get(int index) {
        return schedule.get(before + index);
    }

    /** All steps in order, without those left out. */
    public List<Step> all() {
        return schedule.subList(before, schedule.size() - after);
    }

    /** Whether this is the last step of the run. */
    public boolean isLast(int index) {
        return index == count() - 1;
    }

    /** The steps from {@code first} on: what is left for a picture that is only partly noised. */
    public Steps from(int first) {
        return new Steps(schedule, before + first, after, initialScale, atTimestep, atRatio);
    }

    /** The first {@code count} steps: a run that stops early and leaves noise. */
    public Steps until(int count) {
        return new Steps(schedule, before, schedule.size() - before - count, initialScale, atTimestep, atRatio);
    }

    /** The same way with a last step that goes all the way down to the clean latent. */
    public Steps toClean() {
        List<Step> steps = new ArrayList<>(schedule.subList(0, schedule.size() - after));
        int last = steps.size() - 1;
        steps.set(last, new Step(steps.get(last).from(), NoiseLevel.of(0, 1, 0)));
        return new Steps(steps, before, 0, initialScale, atTimestep, atRatio);
    }

    /** What standard normal noise is multiplied with to start from nothing. */
    public double initialScale() {
        return initialScale;
    }

    /** The level at a timestep of the training process. */
    public NoiseLevel atTimestep(double timestep) {
        return atTimestep.apply(timestep);
    }

    /** The level whose noise over signal is the given ratio. */
    public NoiseLevel atRatio(double ratio) {
        return atRatio.apply(ratio);
    }
}
