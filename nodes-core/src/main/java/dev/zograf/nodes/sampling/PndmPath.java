package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;

/**
 * The timesteps that {@link PndmSampler} evaluates: the second one twice, or Runge-Kutta's four evaluations for each of the first
 * three (Liu et al. 2022, algorithm 2).
 */
record PndmPath(SpacedPath spaced, boolean rungeKutta) implements DiscreteSchedule.Path {

    @Override
    public int[] timesteps(int count) {
        int[] plain = spaced.timesteps(count);
        return rungeKutta ? withRungeKutta(plain, count) : withSecondTwice(plain);
    }

    @Override
    public int end(int[] timesteps, int index, int count) {
        int stride = spaced.range() / count;
        if (rungeKutta && index < PndmSampler.RUNGE_KUTTA_CALLS) {
            return timesteps[index] - (index % 2 == 0 ? stride / 2 : 0);
        }
        return timesteps[index] - stride;
    }

    private static int[] withSecondTwice(int[] plain) {
        if (plain.length == 1) {
            return plain;
        }
        int[] out = new int[plain.length + 1];
        out[0] = plain[0];
        System.arraycopy(plain, 1, out, 1, 1);
        System.arraycopy(plain, 1, out, 2, plain.length - 1);
        return out;
    }

    private int[] withRungeKutta(int[] plain, int count) {
        if (count < 4) {
            throw new InvalidInputException(
                    "steps", "PNDM with Runge-Kutta steps needs at least 4 steps, not " + count + ".");
        }
        int half = spaced.range() / count / 2;
        int[] out = new int[PndmSampler.RUNGE_KUTTA_CALLS + plain.length - 3];
        for (int i = 0; i < 3; i++) {
            int middle = plain[i + 1] + half;
            out[4 * i] = plain[i];
            out[4 * i + 1] = middle;
            out[4 * i + 2] = middle;
            out[4 * i + 3] = plain[i + 1];
        }
        System.arraycopy(plain, 3, out, PndmSampler.RUNGE_KUTTA_CALLS, plain.length - 3);
        return out;
    }
}
