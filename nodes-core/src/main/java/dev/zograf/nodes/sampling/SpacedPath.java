package dev.zograf.nodes.sampling;

/**
 * Timesteps by a {@link TimestepSpacing}. A step ends either at the next one, the last at the clean end (DDPM), or a fixed stride
 * further down, as in the published code of DDIM.
 */
record SpacedPath(TimestepSpacing spacing, int range, int offset, boolean strided) implements DiscreteSchedule.Path {

    @Override
    public int[] timesteps(int count) {
        TimestepSpacing.check(count, range);
        double[] values = TimestepSpacing.round(spacing.timesteps(count, range, offset));
        int[] out = new int[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.min((int) values[i], range - 1);
        }
        return out;
    }

    @Override
    public int end(int[] timesteps, int index, int count) {
        if (strided) {
            return Math.max(timesteps[index] - range / count, -1);
        }
        return index == timesteps.length - 1 ? -1 : timesteps[index + 1];
    }
}
