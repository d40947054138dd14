package dev.zograf.nodes.sampling;

import dev.zograf.nodes.sampling.SigmaSchedule.Rungs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/**
 * The ratios of a discrete training process, at its timesteps or spread by a {@link SigmaSpacing}.
 *
 * @param table the training process
 * @param spaced the timesteps of a run with so many steps
 * @param spacing spreads the ratios anew between {@code largest} and {@code least}
 * @param largest the largest ratio for a spacing, from that of the first timestep
 * @param least the least ratio for a spacing, from that of the last timestep
 * @param timestep of a spaced ratio, from the interpolated one: rounded, cut or as it is
 * @param end where the last step ends, from the ratio at which it starts
 */
record TrainedLadder(
        NoiseTable table,
        IntFunction<double[]> spaced,
        Optional<SigmaSpacing> spacing,
        DoubleUnaryOperator largest,
        DoubleUnaryOperator least,
        DoubleUnaryOperator timestep,
        DoubleUnaryOperator end)
        implements SigmaSchedule.Ladder {

    @Override
    public Rungs rungs(int count, List<Integer> latentShape) {
        TimestepSpacing.check(count, table.size());
        double[] timesteps = spaced.apply(count);
        double[] sigmas = new double[timesteps.length];
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = table.sigmaAt(timesteps[i]);
        }
        if (spacing.isPresent()) {
            double max = largest.applyAsDouble(sigmas[0]);
            double min = least.applyAsDouble(sigmas[sigmas.length - 1]);
            sigmas = spacing.get().sigmas(max, min, count);
            timesteps = new double[count];
            for (int i = 0; i < count; i++) {
                timesteps[i] = timestep.applyAsDouble(table.timestepOf(sigmas[i]));
            }
        }
        double[] all = Arrays.copyOf(sigmas, sigmas.length + 1);
        all[sigmas.length] = end.applyAsDouble(sigmas[sigmas.length - 1]);
        return new Rungs(timesteps, all);
    }

    /** The same with other bounds for a spacing. */
    TrainedLadder withRange(DoubleUnaryOperator max, DoubleUnaryOperator min) {
        return new TrainedLadder(table, spaced, spacing, max, min, timestep, end);
    }

    /** The same with another end. */
    TrainedLadder withEnd(DoubleUnaryOperator other) {
        return new TrainedLadder(table, spaced, spacing, largest, least, timestep, other);
    }
}
