package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;

/** Noise levels between two amounts of noise, with the clean end. */
final class RangeSigmas {

    /** Of the variance preserving process of Song et al. 2021, appendix C: beta from 0.1 to 20. */
    private static final double BETA_START = 0.1;

    private static final double BETA_SLOPE = 19.9;
    private static final double VP_END = 1e-3;

    /** The spread of Hang et al. 2024. */
    private static final double LAPLACE_WIDTH = 0.5;

    private static final double TINY = 1e-5;

    private RangeSigmas() {}

    /** @throws InvalidInputException if there is no such spacing, or the amounts are not in order */
    static double[] of(String name, double most, double least, double rho, int count) {
        if (!(least > 0 && most >= least)) {
            throw new InvalidInputException(
                    "sigmaMin",
                    "The amounts of noise are from " + most + " to " + least + "; the least has to be above 0 and"
                            + " not above the largest.");
        }
        return switch (name) {
            case "karras" -> NamedSigmas.withEnd(new KarrasSpacing(rho).sigmas(most, least, count));
            case "exponential" -> NamedSigmas.withEnd(new ExponentialSpacing().sigmas(most, least, count));
            case "polyexponential" -> polyexponential(most, least, rho, count);
            case "laplace" -> laplace(most, least, count);
            case "vp" -> vp(count);
            default ->
                throw new InvalidInputException(
                        "name",
                        "There is no spacing \"" + name
                                + "\"; there are karras, exponential, polyexponential, laplace and vp.");
        };
    }

    /** A power of what is even in the logarithm (Crowson 2022, k-diffusion). */
    private static double[] polyexponential(double most, double least, double rho, int count) {
        double[] ramp = SigmaSpacing.ramp(count);
        double[] out = new double[count + 1];
        for (int i = 0; i < count; i++) {
            out[i] = Math.exp(Math.pow(1 - ramp[i], rho) * Math.log(most / least) + Math.log(least));
        }
        return out;
    }

    /** Quantiles of Laplace's distribution of the logarithm (Hang et al. 2024, "Improved Noise Schedule"). */
    private static double[] laplace(double most, double least, int count) {
        double[] ramp = SigmaSpacing.ramp(count);
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            double side = Math.signum(0.5 - ramp[i]);
            double log = -LAPLACE_WIDTH * side * Math.log(1 - 2 * Math.abs(0.5 - ramp[i]) + TINY);
            out[i] = Math.min(Math.max(Math.exp(log), least), most);
        }
        return out;
    }

    private static double[] vp(int count) {
        double[] times = SigmaSpacing.evenly(1, VP_END, count);
        for (int i = 0; i < count; i++) {
            double t = times[i];
            times[i] = Math.sqrt(Math.expm1(BETA_SLOPE * t * t / 2 + BETA_START * t));
        }
        return NamedSigmas.withEnd(times);
    }
}
