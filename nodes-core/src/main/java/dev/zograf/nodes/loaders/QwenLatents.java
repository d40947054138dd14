package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.LatentFormat;
import java.util.List;

/**
 * How the latents of the autoencoder of Wan 2.1 (Wan Team 2025), whose encoder Qwen-Image has taken over (Wu et al. 2025), become those of a
 * denoiser: each channel has a mean and a deviation.
 */
public final class QwenLatents {

    /** Pixels of a picture to one latent pixel, along each side, of the published ones. */
    private static final int FACTOR = 8;

    /** The published means of the channels, which both models have. */
    private static final List<Double> MEANS = List.of(
            -0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653, -0.1517, 1.5508, 0.4134, -0.0715, 0.5517, -0.3632,
            -0.1922, -0.9497, 0.2503, -0.2921);

    private static final List<Double> DEVIATIONS = List.of(
            2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743, 3.2687, 2.1526, 2.8652, 1.5579, 1.6382,
            1.1253, 2.8251, 1.9160);

    private QwenLatents() {}

    /** Those of the published models: 16 channels, 8 times smaller than the picture. */
    public static LatentFormat published() {
        return format(FACTOR, MEANS, DEVIATIONS);
    }

    /**
     * Those of a configuration; what it does not say is as published.
     *
     * @param channels of a latent
     * @param factor pixels of the picture to one latent pixel, along each side
     * @throws BadFileException if it has not a mean and a deviation above 0 for each channel
     */
    public static LatentFormat of(Config config, int channels, int factor) {
        List<Double> means = numbers(config, "latents_mean", MEANS, channels);
        List<Double> deviations = numbers(config, "latents_std", DEVIATIONS, channels);
        if (deviations.stream().anyMatch(each -> !(each > 0))) {
            throw new BadFileException(
                    config.file(), "\"latents_std\" is " + deviations + ", and all of it has to be above 0.");
        }
        return format(factor, means, deviations);
    }

    private static List<Double> numbers(Config config, String name, List<Double> published, int channels) {
        List<Double> found = config.has(name) ? config.numbers(name) : published;
        if (found.size() != channels) {
            throw new BadFileException(
                    config.file(),
                    "\"" + name + "\" has " + found.size() + " numbers, but a latent has " + channels
                            + " channels (\"z_dim\").");
        }
        return found;
    }

    private static LatentFormat format(int factor, List<Double> means, List<Double> deviations) {
        return LatentFormat.normalized(factor, array(means), array(deviations));
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
