package dev.zograf.nodes.sampling;

import dev.zograf.api.InvalidInputException;

/** Noise levels between two amounts of noise, with the clean end. */
final class RangeSigmas {

    private static final double TINY = 1e-5;

    private RangeSigmas() {}

    /** @throws InvalidInputException if there is no such spacing, or the amounts are not in order */
    static double[] of(String name, double most, double least, double rho, int count) {
        requireOrder(most, least);
        return switch (name) {
            case "karras" -> NamedSigmas.withEnd(new KarrasSpacing(rho).sigmas(most, least, count));
            case "exponential" -> NamedSigmas.withEnd(new ExponentialSpacing().sigmas(most, least, count));
            case "polyexponential" -> polyexponential(most, least, rho, count);
            default ->
                throw new InvalidInputException(
                        "name",
                        "There is no spacing \"" + name
                                + "\"; there are karras, exponential, polyexponential, laplace and vp.");
        };
    }

    private static void requireOrder(double most, double least) {
        if (!(least > 0 && most >= least)) {
            throw new InvalidInputException(
                    "sigmaMin",
                    "The amounts of noise are from " + most + " to " + least + "; the least has to be above 0 and"
                            + " not above the largest.");
        }
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

    /**
     * Quantiles of Laplace's distribution of the logarithm (Hang et al. 2024, "Improved Noise Schedule for Diffusion Training"), without a
     * clean end: {@code exp(mu - spread sign(1/2 - x) ln(1 - 2 |1/2 - x|))} for even x from 0 to 1, between the least and the most.
     */
    static double[] laplace(double most, double least, double mu, double spread, int count) {
        requireOrder(most, least);
        double[] ramp = SigmaSpacing.ramp(count);
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            double side = Math.signum(0.5 - ramp[i]);
            double log = mu - spread * side * Math.log(1 - 2 * Math.abs(0.5 - ramp[i]) + TINY);
            out[i] = Math.min(Math.max(Math.exp(log), least), most);
        }
        return out;
    }

    /**
     * The variance preserving process of Song et al. 2021 ("Score-Based Generative Modeling", appendix C) at even times from 1 on, with the
     * clean end: {@code sqrt(exp(betaRange t^2 / 2 + betaMin t) - 1)}.
     *
     * @param end the last time
     */
    static double[] vp(double betaMin, double betaRange, double end, int count) {
        double[] times = SigmaSpacing.evenly(1, end, count);
        for (int i = 0; i < count; i++) {
            double t = times[i];
            times[i] = Math.sqrt(Math.expm1(betaRange * t * t / 2 + betaMin * t));
        }
        return NamedSigmas.withEnd(times);
    }
}
