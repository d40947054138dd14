package dev.zograf.nodes.sampling;

/**
 * Quantiles of a beta distribution, by default with both parameters 0.6: more steps at both ends (Lee et al. 2024, "Beta Sampling
 * is All You Need").
 */
record BetaSpacing(double alpha, double beta) implements SigmaSpacing {

    private static final int ITERATIONS = 300;
    private static final double TINY = 1e-300;
    private static final double[] LANCZOS = {
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    /** The paper's parameters. */
    static BetaSpacing published() {
        return new BetaSpacing(0.6, 0.6);
    }

    @Override
    public double[] sigmas(double max, double min, int count) {
        double[] out = SigmaSpacing.ramp(count);
        for (int i = 0; i < count; i++) {
            out[i] = min + quantile(1 - out[i]) * (max - min);
        }
        return out;
    }

    /** The value below which a share {@code p} of the distribution lies, by bisection. */
    double quantile(double p) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < ITERATIONS && p > 0 && p < 1 && Math.nextUp(low) < high; i++) {
            double middle = 0.5 * (low + high);
            if (share(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return p <= 0 ? 0 : p >= 1 ? 1 : high;
    }

    /** The regularised incomplete beta function, by its continued fraction on the side where that converges. */
    private double share(double x) {
        double front = Math.exp(logGamma(alpha + beta)
                - logGamma(alpha)
                - logGamma(beta)
                + alpha * Math.log(x)
                + beta * Math.log1p(-x));
        return x < (alpha + 1) / (alpha + beta + 2)
                ? front * fraction(alpha, beta, x) / alpha
                : 1 - front * fraction(beta, alpha, 1 - x) / beta;
    }

    /** Lentz's evaluation of the continued fraction (Abramowitz and Stegun 26.5.8). */
    private static double fraction(double a, double b, double x) {
        double c = 1;
        double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m < ITERATIONS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / nonZero(1 + even * d);
            c = nonZero(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / nonZero(1 + odd * d);
            c = nonZero(1 + odd / c);
            value *= d * c;
            if (Math.abs(d * c - 1) < 1e-15) {
                break;
            }
        }
        return value;
    }

    private static double nonZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Lanczos' approximation of the logarithm of the gamma function, for positive arguments. */
    private static double logGamma(double x) {
        double z = x - 1;
        double sum = 0.99999999999980993;
        for (int i = 0; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (z + i + 1);
        }
        double t = z + LANCZOS.length - 0.5;
        return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
