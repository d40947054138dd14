package dev.zograf.nodes.sampling.solver;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;

/**
 * One run of a method along the levels 0 to {@link #count()}: evaluates the model, tells the listener, draws noise. Lambda is half the
 * logarithm of the signal-to-noise ratio (Lu et al. 2022, "DPM-Solver"). Mutable; for one run.
 */
final class Walk {

    /** How far from pure noise flows begin for methods in lambda, which is infinite there. */
    private static final double SHORT_OF_NOISE = 1e-4;

    private static final double CLOSE = 1e-4;

    private final DenoiseFunction model;
    private final Steps steps;
    private final NoiseSource.Stream noise;
    private final StepListener listener;
    private final NoiseLevel[] levels;
    private final boolean flow;
    private int calls;
    private Denoised last = Denoised.of(FloatTensor.zeros(1), FloatTensor.zeros(1));

    Walk(DenoiseFunction model, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        this.model = model;
        this.steps = steps;
        this.noise = noise;
        this.listener = listener;
        levels = new NoiseLevel[steps.count() + 1];
        for (int i = 0; i < steps.count(); i++) {
            levels[i] = steps.get(i).from();
        }
        levels[steps.count()] = steps.get(steps.count() - 1).to();
        flow = Math.abs(levels[0].alpha() + levels[0].sigma() - 1) < CLOSE && levels[0].sigma() > CLOSE;
        for (NoiseLevel level : levels) {
            if (Math.abs(level.alpha() - alpha(level.sigma())) > CLOSE) {
                throw new InvalidInputException(
                        "schedule",
                        "This sampler moves along sigma, and the schedule's levels keep unit variance; take the schedule from the"
                                + " node schedule, or both from one scheduler node.");
            }
        }
    }

    /** How many steps. */
    int count() {
        return steps.count();
    }

    /** The noise of a level. */
    double sigma(int i) {
        return levels[i].sigma();
    }

    /** Whether nothing is left to remove at a level. */
    boolean clean(int i) {
        return levels[i].sigma() == 0;
    }

    /** Whether signal and noise add to one. */
    boolean flow() {
        return flow;
    }

    /** How much signal there is beside so much noise. */
    double alpha(double sigma) {
        return flow ? 1 - sigma : 1;
    }

    /** Half the log signal-to-noise ratio at a level. */
    double lambda(int i) {
        return lambda(levels[i].sigma());
    }

    /** Half the log signal-to-noise ratio at so much noise. */
    double lambda(double sigma) {
        return flow ? Math.log((1 - sigma) / sigma) : -Math.log(sigma);
    }

    /** How much noise there is at half a log signal-to-noise ratio. */
    double sigmaAt(double lambda) {
        return flow ? 1 / (1 + Math.exp(lambda)) : Math.exp(-lambda);
    }

    /** The noise at a timestep of the training process. */
    double sigmaAtTimestep(double timestep) {
        return steps.atTimestep(timestep).sigma();
    }

    /** Begins a hair below pure noise, where methods in lambda are defined. Flows only. */
    void leavePureNoise() {
        if (flow && levels[0].sigma() >= 1) {
            levels[0] = steps.atRatio(1 - SHORT_OF_NOISE);
        }
    }

    /** What the model says at a level. */
    Denoised denoise(FloatTensor x, int i) {
        return denoise(x, levels[i]);
    }

    /** What the model says between the levels. */
    Denoised denoise(FloatTensor x, double sigma) {
        return denoise(x, steps.atRatio(sigma));
    }

    private Denoised denoise(FloatTensor x, NoiseLevel level) {
        calls++;
        last = model.denoise(x, level);
        return last;
    }

    /** Tells the listener that the evaluation led to {@code x} at a level; go on with the result. */
    FloatTensor reached(int i, FloatTensor x) {
        return listener.after(calls - 1, levels[i], x, last);
    }

    /** Tells the listener that the evaluation led to {@code x} between the levels; go on with the result. */
    FloatTensor reached(double sigma, FloatTensor x) {
        return listener.after(calls - 1, steps.atRatio(sigma), x, last);
    }

    /** What the negative side of guidance believes; what both do where there is no guidance. */
    static FloatTensor unconditional(Denoised denoised) {
        return denoised.unconditional().orElse(denoised.x0());
    }

    /** {@code x0 + (to / from) * (x - x0)}: straight towards the clean latent. */
    static FloatTensor towards(FloatTensor x, FloatTensor x0, double from, double to) {
        return x.times(to / from).plus(1 - to / from, x0);
    }

    /** {@code (x - x0) / sigma}: the slope of the probability flow (Karras et al. 2022, eq. 3). */
    static FloatTensor slope(FloatTensor x, FloatTensor x0, double sigma) {
        return x.minus(x0).over(sigma);
    }

    /** {@code x} with so much fresh noise; nothing is drawn for none. */
    FloatTensor noised(FloatTensor x, double amount) {
        return amount == 0 ? x : x.plus(amount, fresh(x));
    }

    /** Standard normal noise in the shape of {@code x}. */
    FloatTensor fresh(FloatTensor x) {
        return noise.normal(x.shape());
    }

    /** The same with noise that belongs to the way between two amounts: of a Brownian path, if the source follows one. */
    FloatTensor noised(FloatTensor x, double amount, double from, double to) {
        return amount == 0 ? x : x.plus(amount, noise.between(from, to, x.shape()));
    }
}
