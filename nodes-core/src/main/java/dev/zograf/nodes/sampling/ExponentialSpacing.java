package dev.zograf.nodes.sampling;

/**
 * Even in the logarithm, so that each step divides the noise by the same factor (Song et al. 2021, section 3.4).
 */
record ExponentialSpacing() implements SigmaSpacing {

    @Override
    public double[] sigmas(double max, double min, int count) {
        double[] out = SigmaSpacing.evenly(Math.log(max), Math.log(min), count);
        for (int i = 0; i < count; i++) {
            out[i] = Math.exp(out[i]);
        }
        return out;
    }
}
