package dev.zograf.nodes.vision;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.sampling.TorchNoise;
import java.util.List;

/**
 * Pictures that a model is told by their places in CLIP's space. Each gets noise and is weighted. The sum of several gets noise once
 * more. The numbers are ComfyUI's: noise from the seed of the run less 10, the same for each picture; the sum's follows the last
 * picture's.
 *
 * @param told in order; of none no numbers can be made
 * @param seed of the run
 */
public record PooledImages(List<Told> told, long seed) {

    /** Where a conditioning keeps them, so that more can be told. */
    public static final Conditioning.Key<PooledImages> KEY =
            new Conditioning.Key<>("pooled-images", PooledImages.class);

    private static final int SEED_OFFSET = 10;
    private static final double NOISE_ON_POOLED = 0;
    private static final double NOISE_ON_SUM = 0.05;

    /**
     * A picture.
     *
     * @param embedding {@code [1, width]}
     * @param noise from 0 to 1
     */
    public record Told(FloatTensor embedding, double strength, double noise) {}

    /**
     * What stands for the pooled text: {@code [1, width]}. The sum of several gets the noise of level 0.
     *
     * @throws InvalidInputException if they are of different widths
     */
    FloatTensor pooled() {
        return sum(EmbeddingNoise.PLAIN, NOISE_ON_POOLED).slice(1, 0, width());
    }

    /**
     * What a model is told that takes pictures and how much noise is on them, each {@code width} numbers: {@code [1, 2 width]}. The
     * strength of a picture counts for both. The sum of several gets a twentieth of the noise, and the level of that is told.
     *
     * @param noise that the model knows
     * @throws InvalidInputException if they are of different widths, or of another one than the model knows
     */
    public FloatTensor withLevels(EmbeddingNoise noise) {
        return sum(noise, NOISE_ON_SUM);
    }

    private int width() {
        return told.get(0).embedding().dim(1);
    }

    private FloatTensor sum(EmbeddingNoise noise, double noiseOnSum) {
        int width = width();
        float[] sum = new float[2 * width];
        for (Told each : told) {
            if (each.embedding().dim(1) != width) {
                throw new InvalidInputException(
                        "embedding",
                        "These embeddings are " + each.embedding().dim(1) + " wide and those before " + width
                                + ": use the same model for all.");
            }
            int level = noise.level(each.noise());
            FloatTensor picture = noise.noised(each.embedding(), level, stream());
            FloatTensor waves = EmbeddingNoise.waves(level, width);
            for (int i = 0; i < width; i++) {
                sum[i] += picture.at(i) * (float) each.strength();
                sum[width + i] += waves.at(i) * (float) each.strength();
            }
        }
        FloatTensor all = FloatTensor.wrap(sum, 1, 2 * width);
        if (told.size() == 1) {
            return all;
        }
        NoiseSource.Stream after = stream();
        after.normal(1, width);
        int level = noise.level(noiseOnSum);
        return FloatTensor.concat(
                1, List.of(noise.noised(all.slice(1, 0, width), level, after), EmbeddingNoise.waves(level, width)));
    }

    private NoiseSource.Stream stream() {
        return TorchNoise.of(seed - SEED_OFFSET).open();
    }
}
