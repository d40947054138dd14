package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.Steps;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole timesteps of the training process, variance preserving: what DDIM, DDPM, PNDM and the consistency methods visit.
 *
 * @param table the training process
 * @param finalAlphaBar the signal that is left where a step ends before the first timestep
 * @param path which timesteps
 */
record DiscreteSchedule(NoiseTable table, double finalAlphaBar, Path path, Prediction prediction) implements Schedule {

    /** Which timesteps are visited, and where the step from each of them ends; -1 is before the first. */
    interface Path {

        /**
         * The timesteps in order.
         *
         * @throws dev.zograf.api.InvalidInputException if there are not so many
         */
        int[] timesteps(int count);

        /** Where the step with the index ends. */
        int end(int[] timesteps, int index, int count);

        /** Whether a step of a single timestep takes the beta of that timestep rather than the quotient of signals. */
        default boolean ownBeta() {
            return false;
        }
    }

    @Override
    public Steps steps(int count, List<Integer> latentShape) {
        int[] timesteps = path.timesteps(count);
        List<Steps.Step> steps = new ArrayList<>();
        for (int i = 0; i < timesteps.length; i++) {
            int end = path.end(timesteps, i, count);
            boolean own = path.ownBeta() && end == timesteps[i] - 1;
            steps.add(new Steps.Step(level(timesteps[i]), own ? before(timesteps[i]) : level(end)));
        }
        return Steps.of(steps, 1, t -> level((int) t), ratio -> {
            throw FittingLevels.missing("ratio");
        });
    }

    /** The level before a timestep, by its beta: the same as the table's but for rounding. */
    private NoiseLevel before(int timestep) {
        double alphaBar = table.alphaBar(timestep) / (1 - table.beta(timestep));
        return NoiseLevel.of(
                timestep - 1, Math.sqrt(alphaBar), level(timestep - 1).sigma());
    }

    private NoiseLevel level(int timestep) {
        return NoiseLevel.preserving(timestep, timestep < 0 ? finalAlphaBar : table.alphaBar(timestep));
    }
}
