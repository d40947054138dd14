package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.FloatTensor;

/**
 * The exact solution of a diffusion equation between two levels when the network's output is a polynomial in lambda, half the
 * log signal-to-noise ratio: {@code x = a x + b0 D0 + b1 D1 + b2 D2 + c noise} with the differences D of the outputs. The weights of
 * all variants; {@code h} is the step in lambda.
 */
enum DpmSolver {
    /** In terms of the clean latent (Lu et al. 2022b, "DPM-Solver++", eq. 9). */
    DATA {
        @Override
        double keep(NoiseLevel from, NoiseLevel to, double h) {
            return to.sigma() / from.sigma();
        }

        @Override
        double zeroth(NoiseLevel to, double h) {
            return -to.alpha() * Math.expm1(-h);
        }

        @Override
        double first(NoiseLevel to, double h) {
            return to.alpha() * (Math.expm1(-h) / h + 1);
        }

        @Override
        double second(NoiseLevel to, double h) {
            return -to.alpha() * ((Math.expm1(-h) + h) / (h * h) - 0.5);
        }
    },
    /** In terms of the noise (Lu et al. 2022a, "DPM-Solver", eq. 3.4). */
    NOISE {
        @Override
        double keep(NoiseLevel from, NoiseLevel to, double h) {
            return to.alpha() / from.alpha();
        }

        @Override
        double zeroth(NoiseLevel to, double h) {
            return -to.sigma() * Math.expm1(h);
        }

        @Override
        double first(NoiseLevel to, double h) {
            return -to.sigma() * (Math.expm1(h) / h - 1);
        }

        @Override
        double second(NoiseLevel to, double h) {
            return -to.sigma() * ((Math.expm1(h) - h) / (h * h) - 0.5);
        }
    },
    /** The stochastic equation in terms of the clean latent (Lu et al. 2022b, appendix: "SDE-DPM-Solver++"). */
    STOCHASTIC_DATA {
        @Override
        double keep(NoiseLevel from, NoiseLevel to, double h) {
            return to.sigma() / from.sigma() * Math.exp(-h);
        }

        @Override
        double zeroth(NoiseLevel to, double h) {
            return -to.alpha() * Math.expm1(-2 * h);
        }

        @Override
        double first(NoiseLevel to, double h) {
            return to.alpha() * (Math.expm1(-2 * h) / (2 * h) + 1);
        }

        @Override
        double second(NoiseLevel to, double h) {
            return -to.alpha() * ((Math.expm1(-2 * h) + 2 * h) / (4 * h * h) + 0.5);
        }

        @Override
        double noise(NoiseLevel to, double h) {
            return to.sigma() * Math.sqrt(Math.max(-Math.expm1(-2 * h), 0));
        }
    },
    /** The stochastic equation in terms of the noise (Lu et al. 2022b, appendix: "SDE-DPM-Solver"). */
    STOCHASTIC_NOISE {
        @Override
        double keep(NoiseLevel from, NoiseLevel to, double h) {
            return to.alpha() / from.alpha();
        }

        @Override
        double zeroth(NoiseLevel to, double h) {
            return -2 * to.sigma() * Math.expm1(h);
        }

        @Override
        double first(NoiseLevel to, double h) {
            return -2 * to.sigma() * (Math.expm1(h) / h - 1);
        }

        @Override
        double second(NoiseLevel to, double h) {
            return -2 * to.sigma() * ((Math.expm1(h) - h) / (h * h) - 0.5);
        }

        @Override
        double noise(NoiseLevel to, double h) {
            return to.sigma() * Math.sqrt(Math.max(Math.expm1(2 * h), 0));
        }
    };

    /** The weight of the latent. */
    abstract double keep(NoiseLevel from, NoiseLevel to, double h);

    /** The weight of the output. */
    abstract double zeroth(NoiseLevel to, double h);

    /** The weight of its first difference, exactly integrated. */
    abstract double first(NoiseLevel to, double h);

    /** The weight of its second difference. */
    abstract double second(NoiseLevel to, double h);

    /** The weight of fresh noise. */
    double noise(NoiseLevel to, double h) {
        return 0;
    }

    /** Whether steps draw noise. */
    boolean stochastic() {
        return this == STOCHASTIC_DATA || this == STOCHASTIC_NOISE;
    }

    /** The weight of the first difference in a second-order step: half the output's, or exactly integrated. */
    double first(NoiseLevel to, double h, boolean exact) {
        return exact ? first(to, h) : 0.5 * zeroth(to, h);
    }

    /** The output in the terms of this variant. Noise is taken from the clean latent, so that clipping of that counts. */
    FloatTensor output(FloatTensor x, Denoised denoised, NoiseLevel level) {
        boolean data = this == DATA || this == STOCHASTIC_DATA;
        return data ? denoised.x0() : InputScale.noise(x, denoised.x0(), level);
    }
}
