package dev.zograf.nodes.vision;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.sampling.TorchNoise;
import java.util.List;

/**
 * Pictures that are told in place of a pooled text. Each is noised as unCLIP's models were trained (Ramesh et al. 2022; the cosine schedule
 * of Nichol and Dhariwal 2021 with 1000 levels, of which 0 is not quite clean) and weighted. The sum of several is noised once more at
 * level 0. The numbers are ComfyUI's: noise from the seed of the run less 10, the same for each picture; the sum's follows the last
 * picture's.
 *
 * @param told in order
 */
record PooledImages(List<Told> told) {

    /** Where a conditioning keeps them, so that more can be told. */
    static final Conditioning.Key<PooledImages> KEY = new Conditioning.Key<>("pooled-images", PooledImages.class);

    private static final int LEVELS = 1000;
    private static final double OFFSET = 0.008;
    private static final double LARGEST_BETA = 0.999;
    private static final int SEED_OFFSET = 10;

    /**
     * A picture.
     *
     * @param embedding {@code [1, width]}
     * @param noise from 0 to 1
     */
    record Told(FloatTensor embedding, double strength, double noise) {}

    /**
     * What stands for the pooled text: {@code [1, width]}.
     *
     * @param seed of the run
     * @throws InvalidInputException if they are of different widths
     */
    FloatTensor pooled(long seed) {
        int width = told.get(0).embedding().dim(1);
        float[] sum = new float[width];
        for (Told each : told) {
            if (each.embedding().dim(1) != width) {
                throw new InvalidInputException(
                        "embedding",
                        "These embeddings are " + each.embedding().dim(1) + " wide and those before " + width
                                + ": use the same model for all.");
            }
            NoiseSource.Stream stream = TorchNoise.of(seed - SEED_OFFSET).open();
            FloatTensor noised = noised(each.embedding(), each.noise(), stream);
            for (int i = 0; i < width; i++) {
                sum[i] += noised.at(i) * (float) each.strength();
            }
        }
        FloatTensor all = FloatTensor.wrap(sum, 1, width);
        if (told.size() == 1) {
            return all;
        }
        NoiseSource.Stream after = TorchNoise.of(seed - SEED_OFFSET).open();
        after.normal(1, width);
        return noised(all, 0, after);
    }

    /** {@code sqrt(a) x + sqrt(1 - a) noise}. */
    private static FloatTensor noised(FloatTensor x, double share, NoiseSource.Stream noise) {
        double kept = signal((int) Math.rint((LEVELS - 1) * share));
        float signal = (float) Math.sqrt(kept);
        float hidden = (float) Math.sqrt(1 - kept);
        FloatTensor drawn = noise.normal(1, x.dim(1));
        float[] out = new float[x.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = signal * x.at(i) + hidden * drawn.at(i);
        }
        return FloatTensor.wrap(out, x.shape());
    }

    /** How much of the picture's variance a level keeps. */
    private static double signal(int level) {
        double kept = 1;
        for (int t = 0; t <= level; t++) {
            double beta = 1 - cosine((t + 1.0) / LEVELS) / cosine((double) t / LEVELS);
            kept *= 1 - Math.min(beta, LARGEST_BETA);
        }
        return kept;
    }

    private static double cosine(double share) {
        double root = Math.cos((share + OFFSET) / (1 + OFFSET) * Math.PI / 2);
        return root * root;
    }
}
