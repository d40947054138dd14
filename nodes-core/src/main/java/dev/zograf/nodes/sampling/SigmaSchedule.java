package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Any falling sequence of ratios of noise to signal, in one of three conventions: what Euler's and Heun's methods, the DPM-Solver
 * family and flow models visit.
 *
 * @param ladder the ratios and the timesteps that the network is told
 * @param convention how the latent is scaled
 * @param timestepOf the timestep of a ratio that is not in the ladder
 * @param initialScale what noise is multiplied with at the start, from the largest ratio
 */
record SigmaSchedule(
        Ladder ladder,
        Convention convention,
        DoubleUnaryOperator timestepOf,
        DoubleUnaryOperator initialScale,
        Prediction prediction)
        implements Schedule {

    /** The ratios of a run. */
    @FunctionalInterface
    interface Ladder {

        /**
         * The rungs for a number of steps.
         *
         * @throws dev.zograf.api.InvalidInputException if there are not so many
         */
        Rungs rungs(int count, List<Integer> latentShape);
    }

    /** A timestep for each step, and one ratio more than steps: where the last one ends. */
    record Rungs(double[] timesteps, double[] sigmas) {}

    /** How a latent with a ratio of noise to signal is scaled. */
    enum Convention {
        /** The signal stays whole (Karras et al. 2022). */
        EXPLODING {
            @Override
            NoiseLevel level(double timestep, double sigma) {
                return NoiseLevel.exploding(timestep, sigma);
            }
        },
        /** Unit variance (Lu et al. 2022). */
        PRESERVING {
            @Override
            NoiseLevel level(double timestep, double sigma) {
                double alpha = 1 / Math.sqrt(sigma * sigma + 1);
                return NoiseLevel.of(timestep, alpha, sigma * alpha);
            }
        },
        /** The ratio is a share: signal and noise add to 1 (Liu et al. 2022). */
        FLOW {
            @Override
            NoiseLevel level(double timestep, double sigma) {
                return NoiseLevel.of(timestep, 1 - sigma, sigma);
            }
        };

        abstract NoiseLevel level(double timestep, double sigma);
    }

    @Override
    public Steps steps(int count, List<Integer> latentShape) {
        Rungs rungs = ladder.rungs(count, latentShape);
        double[] timesteps = rungs.timesteps();
        List<Steps.Step> steps = new ArrayList<>();
        double largest = 0;
        for (int i = 0; i < timesteps.length; i++) {
            double next = i + 1 < timesteps.length ? timesteps[i + 1] : 0;
            steps.add(new Steps.Step(level(timesteps[i], rungs.sigmas()[i]), level(next, rungs.sigmas()[i + 1])));
            largest = Math.max(largest, (float) rungs.sigmas()[i]);
        }
        return Steps.of(
                steps,
                initialScale.applyAsDouble(largest),
                timestep -> {
                    throw FittingLevels.missing("timestep");
                },
                ratio -> level(timestepOf.applyAsDouble(ratio), ratio));
    }

    /** Single precision, as the published code computes it. */
    private NoiseLevel level(double timestep, double sigma) {
        return convention.level(timestep, (float) sigma);
    }
}
