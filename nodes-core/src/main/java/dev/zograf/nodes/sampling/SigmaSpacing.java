package dev.zograf.nodes.sampling;

/** How the ratios of noise to signal of a run are spread between the largest and the smallest. */
@FunctionalInterface
interface SigmaSpacing {

    /** {@code count} ratios, falling from {@code max} to {@code min}, both included; {@code max} alone if there is but one. */
    double[] sigmas(double max, double min, int count);

    /** From {@code first} to {@code last} in {@code count} even parts, both included; {@code first} alone if there is but one. */
    static double[] evenly(double first, double last, int count) {
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = i > 0 && i == count - 1 ? last : first + (i == 0 ? 0 : i * ((last - first) / (count - 1)));
        }
        return out;
    }

    /** From 0 to 1 in {@code count} even parts. */
    static double[] ramp(int count) {
        double[] out = new double[count];
        for (int i = 1; i < count; i++) {
            out[i] = i == count - 1 ? 1 : i * (1.0 / (count - 1));
        }
        return out;
    }
}
