package dev.zograf.nodes.sampling;

/** Even in the {@code rho}-th root: more steps where there is little noise (Karras et al. 2022, eq. 5). */
record KarrasSpacing(double rho) implements SigmaSpacing {

    /** The paper's choice. */
    static final double RHO = 7;

    @Override
    public double[] sigmas(double max, double min, int count) {
        double from = Math.pow(max, 1 / rho);
        double to = Math.pow(min, 1 / rho);
        double[] out = SigmaSpacing.ramp(count);
        for (int i = 0; i < count; i++) {
            out[i] = Math.pow(from + out[i] * (to - from), rho);
        }
        return out;
    }
}
