package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;

/**
 * Timesteps among those that a model was distilled on, as consistency models want them (Luo et al. 2023, "Latent Consistency
 * Models", section 4.3).
 *
 * @param range how many timesteps the training process has
 * @param distilled how many evenly spaced ones the distillation used
 * @param end where the last step ends: -1 or timestep 0
 */
record DistilledPath(int range, int distilled, int end) implements DiscreteSchedule.Path {

    @Override
    public int[] timesteps(int count) {
        if (count < 1 || count > distilled) {
            throw new InvalidInputException(
                    "steps",
                    "The model was distilled on " + distilled + " timesteps, so there are 1 to " + distilled
                            + " steps, not " + count + ".");
        }
        int stride = range / distilled;
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            int index = (int) (i * ((double) distilled / count));
            out[i] = (distilled - index) * stride - 1;
        }
        return out;
    }

    @Override
    public int end(int[] timesteps, int index, int count) {
        return index == timesteps.length - 1 ? end : timesteps[index + 1];
    }
}
