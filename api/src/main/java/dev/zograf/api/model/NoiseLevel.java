package dev.zograf.api.model;

/**
 * How noisy a latent is: {@code x = alpha * x0 + sigma * epsilon} with {@code epsilon} standard normal (Kingma et al. 2021,
 * "Variational Diffusion Models", eq. 1), and the timestep that the network is told.
 *
 * <p>One notation for all conventions: variance preserving (DDPM, DDIM) has {@code alpha^2 + sigma^2 = 1}, variance exploding
 * (Karras et al. 2022, k-diffusion) has {@code alpha = 1}, rectified flow has {@code alpha = 1 - sigma}.
 */
public final class NoiseLevel {

    private final double timestep;
    private final double alpha;
    private final double sigma;

    private NoiseLevel(double timestep, double alpha, double sigma) {
        this.timestep = timestep;
        this.alpha = alpha;
        this.sigma = sigma;
    }

    /**
     * A level.
     *
     * @param timestep what the network is told, in its own units (0 to 999 for Stable Diffusion)
     * @param alpha how much signal, at least 0
     * @param sigma how much noise, at least 0
     */
    public static NoiseLevel of(double timestep, double alpha, double sigma) {
        if (!(alpha >= 0) || !(sigma >= 0)) {
            throw new IllegalArgumentException("No noise level has alpha " + alpha + " and sigma " + sigma + ".");
        }
        return new NoiseLevel(timestep, alpha, sigma);
    }

    /** Variance exploding: {@code x = x0 + sigma * epsilon}. */
    public static NoiseLevel exploding(double timestep, double sigma) {
        return of(timestep, 1, sigma);
    }

    /**
     * Variance preserving, from the cumulated product of {@code 1 - beta} (Ho et al. 2020, eq. 4):
     * {@code x = sqrt(abar) * x0 + sqrt(1 - abar) * epsilon}.
     */
    public static NoiseLevel preserving(double timestep, double alphaBar) {
        return of(timestep, Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
    }

    /** What the network is told. */
    public double timestep() {
        return timestep;
    }

    /** The factor of the signal. */
    public double alpha() {
        return alpha;
    }

    /** The factor of the noise. */
    public double sigma() {
        return sigma;
    }

    /** Noise over signal, which is k-diffusion's sigma whatever the convention; infinite for pure noise. */
    public double ratio() {
        return sigma / alpha;
    }

    /** Half the logarithm of the signal-to-noise ratio, {@code ln(alpha / sigma)} (Lu et al. 2022, "DPM-Solver"). */
    public double lambda() {
        return Math.log(alpha) - Math.log(sigma);
    }

    @Override
    public String toString() {
        return "t=" + timestep + " alpha=" + alpha + " sigma=" + sigma;
    }
}
