package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;

/**
 * Evenly spaced timesteps with both ends, as unCLIP uses them (Ramesh et al. 2022, published re-implementation).
 *
 * @param range how many timesteps the training process has
 * @param single whether a step goes down by a single timestep instead of to the next one visited
 */
record UnclipPath(int range, boolean single) implements DiscreteSchedule.Path {

    @Override
    public int[] timesteps(int count) {
        TimestepSpacing.check(count, range);
        if (count < 2) {
            throw new InvalidInputException("steps", "unCLIP's schedule needs at least 2 steps.");
        }
        double stride = (range - 1.0) / (count - 1);
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            out[i] = (int) Math.rint((count - 1 - i) * stride);
        }
        return out;
    }

    @Override
    public int end(int[] timesteps, int index, int count) {
        if (single) {
            return timesteps[index] - 1;
        }
        return index == timesteps.length - 1 ? -1 : timesteps[index + 1];
    }

    @Override
    public boolean ownBeta() {
        return true;
    }
}
