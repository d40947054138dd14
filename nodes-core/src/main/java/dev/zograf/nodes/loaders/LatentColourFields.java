package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentColours;
import java.util.List;
import java.util.Optional;

/**
 * A VAE's own colours of its latents, in two fields that this project adds to the configuration: {@code latent_rgb_factors}, red, green and
 * blue for each channel, and {@code latent_rgb_bias}, both for colours from 0 to 1 and latents as the denoiser has them.
 */
final class LatentColourFields {

    private LatentColourFields() {}

    static Optional<LatentColours> of(Config config, int channels) {
        if (!config.has("latent_rgb_factors")) {
            return Optional.empty();
        }
        Object raw = config.raw("latent_rgb_factors").orElse(List.of());
        if (!(raw instanceof List<?> rows) || rows.size() != channels) {
            throw wrong(config, channels);
        }
        double[][] factors = new double[channels][];
        for (int c = 0; c < channels; c++) {
            factors[c] = colour(config, rows.get(c), channels);
        }
        double[] bias = config.has("latent_rgb_bias")
                ? colour(config, config.raw("latent_rgb_bias").orElse(List.of()), channels)
                : new double[] {0.5, 0.5, 0.5};
        return Optional.of(LatentColours.of(factors, bias));
    }

    private static double[] colour(Config config, Object raw, int channels) {
        if (!(raw instanceof List<?> row)
                || row.size() != 3
                || row.stream().anyMatch(each -> !(each instanceof Number))) {
            throw wrong(config, channels);
        }
        return row.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    private static BadFileException wrong(Config config, int channels) {
        return new BadFileException(
                config.file(),
                "\"latent_rgb_factors\" must be " + channels
                        + " lists of three numbers, one list for each latent channel, and \"latent_rgb_bias\" one.");
    }
}
