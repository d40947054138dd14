package dev.zograf.nodes.sampling;

/**
 * Even in lambda, half the log signal-to-noise ratio (Lu et al. 2022, "DPM-Solver", section 3.1), its ends in single precision as
 * the published tables have them.
 */
record LuSpacing() implements SigmaSpacing {

    @Override
    public double[] sigmas(double max, double min, int count) {
        double from = (float) Math.log(max);
        double to = (float) Math.log(min);
        double[] out = SigmaSpacing.ramp(count);
        for (int i = 0; i < count; i++) {
            out[i] = Math.exp(from + out[i] * (to - from));
        }
        return out;
    }
}
