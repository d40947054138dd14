package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Pseudo numerical methods for diffusion models (Liu et al. 2022): the network's outputs are combined by a linear multistep rule,
 * then a step as DDIM's is made (eq. 11). Starts either with Runge-Kutta's four evaluations for each of three steps (algorithm
 * 2), or, as published code for latent diffusion does, by evaluating the second level twice. Steps come from
 * {@link PndmPath}.
 *
 * @param rungeKutta how it starts
 * @param velocity whether velocities are combined rather than noises
 */
record PndmSampler(boolean rungeKutta, boolean velocity) implements Sampler {

    /** Evaluations of the start with Runge and Kutta's method. */
    static final int RUNGE_KUTTA_CALLS = 12;

    private static final double[][] ADAMS_BASHFORTH = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };
    private static final double[] RUNGE_KUTTA = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        if (rungeKutta && steps.before() > 0) {
            throw new InvalidInputException(
                    "strength",
                    "PNDM that starts with Runge-Kutta steps cannot start in the middle; set skip_prk_steps or choose another"
                            + " sampler.");
        }
        FloatTensor x = start;
        FloatTensor base = start;
        List<FloatTensor> outputs = new ArrayList<>();
        List<FloatTensor> inner = new ArrayList<>();
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel at = steps.get(i).from();
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, at);
            FloatTensor output = output(denoised, at);
            if (rungeKutta && i < RUNGE_KUTTA_CALLS) {
                if (i % 4 == 0) {
                    base = x;
                    History.push(outputs, output, ADAMS_BASHFORTH.length);
                    inner.clear();
                }
                inner.add(output);
                FloatTensor slope = i % 4 == 3 ? WeightedSum.of(inner, RUNGE_KUTTA) : output;
                x = move(base, slope, steps.get(i - i % 4).from(), to);
            } else if (!rungeKutta && i == 1) {
                // Once more from the start, with the mean of both outputs; "at" is where that step ends.
                NoiseLevel from = steps.atTimestep(at.timestep() + at.timestep() - to.timestep());
                x = move(base, WeightedSum.of(0.5, output, 0.5, outputs.get(0)), from, at);
                to = at;
            } else {
                History.push(outputs, output, ADAMS_BASHFORTH.length);
                double[] weights = ADAMS_BASHFORTH[Math.min(outputs.size(), ADAMS_BASHFORTH.length) - 1];
                base = x;
                x = move(x, WeightedSum.of(outputs, weights), at, to);
            }
            x = listener.after(i, to, x, denoised);
        }
        return x;
    }

    private FloatTensor output(Denoised denoised, NoiseLevel at) {
        return velocity
                ? WeightedSum.of(at.alpha(), denoised.epsilon(), -at.sigma(), denoised.x0())
                : denoised.epsilon();
    }

    private FloatTensor move(FloatTensor x, FloatTensor output, NoiseLevel from, NoiseLevel to) {
        FloatTensor epsilon = velocity ? WeightedSum.of(from.alpha(), output, from.sigma(), x) : output;
        double kept = to.alpha() / from.alpha();
        return WeightedSum.of(kept, x, to.sigma() - kept * from.sigma(), epsilon);
    }
}
