package dev.zograf.api.model;

/** Where a sampling run stands when the network is evaluated: the noise level, and which evaluation of how many this is. */
public final class Moment {

    private final NoiseLevel level;
    private final int call;
    private final int calls;
    private final double trained;

    private Moment(NoiseLevel level, int call, int calls, double trained) {
        this.level = level;
        this.call = call;
        this.calls = calls;
        this.trained = trained;
    }

    /**
     * A moment of a run.
     *
     * @param call how many evaluations there were before this one
     * @param calls how many the run has; a sampler that chooses its steps as it goes may have more
     * @param trained the share of the way from pure noise to picture on the training process, see {@link #trained()}
     */
    public static Moment of(NoiseLevel level, int call, int calls, double trained) {
        return new Moment(level, call, calls, Math.min(Math.max(trained, 0), 1));
    }

    /** The only evaluation of a run at that level. */
    public static Moment only(NoiseLevel level) {
        return of(level, 0, 1, 0);
    }

    /** How noisy the latent is. */
    public NoiseLevel level() {
        return level;
    }

    /** What the network is told, in its own units. */
    public double timestep() {
        return level.timestep();
    }

    /** How many evaluations there were before this one. */
    public int call() {
        return call;
    }

    /** How many evaluations the run has. */
    public int calls() {
        return calls;
    }

    /** The share of the run's evaluations that are done, from 0 to below 1: how diffusers counts. */
    public double done() {
        return Math.min((double) call / calls, 1);
    }

    /** As {@link #done()}, this evaluation included. */
    public double doneAfter() {
        return Math.min((call + 1.0) / calls, 1);
    }

    /**
     * The share of the training process from pure noise (0) to the picture (1) at which the level lies, {@code 1 - timestep / last
     * timestep}: how ComfyUI counts. It does not depend on the number of steps.
     */
    public double trained() {
        return trained;
    }

    @Override
    public String toString() {
        return "evaluation " + (call + 1) + " of " + calls + " at " + level;
    }
}
