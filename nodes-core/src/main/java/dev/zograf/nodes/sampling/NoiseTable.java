package dev.zograf.nodes.sampling;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.List;

/**
 * The noise levels of the discrete training process: the cumulated product of {@code 1 - beta} for each timestep from 0 (Ho et
 * al. 2020), and from it the ratio of noise to signal, increasing. Single precision, as the published code computes it.
 */
final class NoiseTable {

    private final float[] betas;
    private final float[] alphaBars;
    private final float[] sigmas;
    private final float[] logSigmas;

    private NoiseTable(float[] betas, float[] alphaBars) {
        this.betas = betas;
        this.alphaBars = alphaBars;
        sigmas = new float[alphaBars.length];
        logSigmas = new float[alphaBars.length];
        for (int t = 0; t < sigmas.length; t++) {
            sigmas[t] = (float) Math.sqrt((1f - alphaBars[t]) / alphaBars[t]);
            logSigmas[t] = (float) Math.log(sigmas[t]);
        }
    }

    /** A table from betas. */
    static NoiseTable of(float[] betas) {
        float[] out = new float[betas.length];
        double product = 1;
        for (int t = 0; t < out.length; t++) {
            product *= 1f - betas[t];
            out[t] = (float) product;
        }
        return new NoiseTable(betas, out);
    }

    /**
     * The table that a scheduler's configuration describes.
     *
     * @param start the default of {@code beta_start}
     * @param end the default of {@code beta_end}
     * @param schedule the default of {@code beta_schedule}
     */
    static NoiseTable of(Config config, double start, double end, String schedule) {
        int count = config.integer("num_train_timesteps", 1000);
        List<Double> trained = config.numbers("trained_betas");
        if (count < 2 || trained.size() == 1) {
            throw new BadFileException(config.file(), "a noise schedule needs at least 2 training timesteps.");
        }
        float[] betas = new float[trained.size()];
        for (int t = 0; t < betas.length; t++) {
            betas[t] = trained.get(t).floatValue();
        }
        if (trained.isEmpty()) {
            betas = BetaSchedule.named(config.text("beta_schedule", schedule), config.file())
                    .betas(count, config.number("beta_start", start), config.number("beta_end", end));
        }
        for (float beta : betas) {
            if (!(beta >= 0 && beta < 1)) {
                throw new BadFileException(config.file(), "a beta is " + beta + " where 0 to 1 is needed.");
            }
        }
        NoiseTable table = of(betas);
        return config.flag("rescale_betas_zero_snr", false) ? table.withoutFinalSignal() : table;
    }

    /** Shifted and scaled so that the last timestep is pure noise (Lin et al. 2024, "Common Diffusion Noise Schedules", alg. 1). */
    private NoiseTable withoutFinalSignal() {
        int last = alphaBars.length - 1;
        float first = (float) Math.sqrt(alphaBars[0]);
        float end = (float) Math.sqrt(alphaBars[last]);
        float[] bars = new float[alphaBars.length];
        for (int t = 0; t <= last; t++) {
            float root = ((float) Math.sqrt(alphaBars[t]) - end) * (first / (first - end));
            bars[t] = root * root;
        }
        float[] betas = new float[bars.length];
        betas[0] = 1f - bars[0];
        for (int t = 1; t <= last; t++) {
            betas[t] = 1f - bars[t] / bars[t - 1];
        }
        return of(betas);
    }

    /** The same with the last level's signal no smaller than 2^-24, for methods that divide by it. */
    NoiseTable withLeastSignal() {
        float[] bars = alphaBars.clone();
        bars[bars.length - 1] = 0x1p-24f;
        return new NoiseTable(betas, bars);
    }

    /** How many timesteps the training process had. */
    int size() {
        return alphaBars.length;
    }

    /** The noise that the forward process adds at a timestep. */
    double beta(int timestep) {
        return betas[timestep];
    }

    /** The cumulated product of {@code 1 - beta} at a timestep. */
    double alphaBar(int timestep) {
        return alphaBars[timestep];
    }

    /** Noise over signal at a timestep. */
    double sigma(int timestep) {
        return sigmas[timestep];
    }

    /** Noise over signal between timesteps, interpolated; constant outside of the table. */
    double sigmaAt(double timestep) {
        int last = sigmas.length - 1;
        if (timestep >= last || timestep < 0) {
            return sigmas[timestep < 0 ? 0 : last];
        }
        int low = (int) timestep;
        return (double) (sigmas[low + 1] - sigmas[low]) * (timestep - low) + sigmas[low];
    }

    /** The timestep, with a fraction, at which noise over signal is the given ratio: interpolated in the logarithm. */
    double timestepOf(double sigma) {
        double log = Math.log(Math.max(sigma, 1e-10));
        int low = 0;
        for (int t = 1; t < logSigmas.length; t++) {
            // A schedule without final signal may fall at its very end, so the last one that is less counts.
            low = logSigmas[t] <= log ? Math.min(t, logSigmas.length - 2) : low;
        }
        double weight = (logSigmas[low] - log) / (logSigmas[low] - logSigmas[low + 1]);
        double w = Math.min(Math.max(weight, 0), 1);
        return (1 - w) * low + w * (low + 1);
    }

    /** Half the logarithm of the signal-to-noise ratio at a timestep. */
    double lambda(int timestep) {
        return (float) Math.log(Math.sqrt(alphaBars[timestep])) - (float) Math.log(Math.sqrt(1f - alphaBars[timestep]));
    }
}
