package dev.zograf.nodes.vision;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/**
 * How a model that takes pictures in CLIP's space was trained to bear noise on them (Ho et al. 2022, "Cascaded Diffusion Models", section 4.2):
 * the levels follow the cosine schedule of Nichol and Dhariwal 2021, of which level 0 is not quite clean, and the noise is as wide as the
 * embeddings of the training pictures, if the model has their mean and deviation. Immutable.
 */
public final class EmbeddingNoise {

    /** As published, for embeddings as they are. */
    public static final EmbeddingNoise PLAIN = new EmbeddingNoise(1000, Optional.empty());

    private static final String SCHEDULE = "image_noising_scheduler/scheduler_config.json";
    private static final String STATISTICS = "image_normalizer";
    private static final String COSINE = "squaredcos_cap_v2";
    private static final int MOST_LEVELS = 100_000;
    private static final double OFFSET = 0.008;
    private static final double LARGEST_BETA = 0.999;
    private static final double LONGEST_WAVE = 10_000;

    private final float[] signal;
    private final float[] hidden;
    private final Optional<Statistics> statistics;

    private record Statistics(float[] mean, float[] deviation) {}

    private EmbeddingNoise(int levels, Optional<Statistics> statistics) {
        this.signal = new float[levels];
        this.hidden = new float[levels];
        this.statistics = statistics;
        double kept = 1;
        for (int t = 0; t < levels; t++) {
            double beta = 1 - cosine((t + 1.0) / levels) / cosine((double) t / levels);
            kept *= 1 - Math.min(beta, LARGEST_BETA);
            signal[t] = (float) Math.sqrt(kept);
            hidden[t] = (float) Math.sqrt(1 - kept);
        }
    }

    private static double cosine(double share) {
        double root = Math.cos((share + OFFSET) / (1 + OFFSET) * Math.PI / 2);
        return root * root;
    }

    /**
     * As a checkpoint in the layout of diffusers says: its {@code image_noising_scheduler}, and the tensors {@code mean} and {@code std} of its
     * {@code image_normalizer}. Without the first the published levels, without the second mean 0 and deviation 1.
     *
     * @throws BadFileException if the schedule is another one, or the statistics are no rows of one width or have a deviation of 0
     */
    public static EmbeddingNoise of(Checkpoint checkpoint) {
        Optional<Statistics> statistics = checkpoint.findWeights(STATISTICS).map(EmbeddingNoise::statistics);
        if (!checkpoint.has(SCHEDULE)) {
            return new EmbeddingNoise(PLAIN.levels(), statistics);
        }
        Config config = checkpoint.config(SCHEDULE);
        String schedule = config.text("beta_schedule", COSINE);
        int levels = config.integer("num_train_timesteps", PLAIN.levels());
        if (!schedule.equals(COSINE) || levels < 1 || levels > MOST_LEVELS) {
            throw new BadFileException(
                    config.file(),
                    "The schedule " + schedule + " of " + levels + " levels for the noise on pictures is not supported;"
                            + " supported is " + COSINE + ".");
        }
        return new EmbeddingNoise(levels, statistics);
    }

    private static Statistics statistics(Weights weights) {
        float[] mean = numbers(weights, "mean");
        float[] deviation = numbers(weights, "std");
        boolean divides = deviation.length == mean.length;
        for (float each : deviation) {
            divides &= each != 0;
        }
        if (!divides) {
            throw new BadFileException(
                    weights.file(), "\"mean\" and \"std\" are no statistics of embeddings: take the model's own file.");
        }
        return new Statistics(mean, deviation);
    }

    private static float[] numbers(Weights weights, String name) {
        Weight weight = weights.find(name)
                .orElseThrow(() -> new BadFileException(
                        weights.file(), "The tensor \"" + name + "\" of the embeddings' statistics is missing."));
        return WeightData.floats(weight);
    }

    /** How many levels of noise there are. */
    int levels() {
        return signal.length;
    }

    /**
     * The level for a share of the noise.
     *
     * @param share from 0, next to none, to 1, nothing but noise
     */
    int level(double share) {
        return (int) Math.rint((levels() - 1) * share);
    }

    /**
     * {@code sqrt(a) x + sqrt(1 - a) noise}, where {@code x} is the embedding less the mean, divided by the deviation, and afterwards the
     * reverse of that.
     *
     * @param embedding {@code [1, width]}
     * @param level from 0 to less than {@link #levels}
     * @throws InvalidInputException if the statistics are those of embeddings of another width
     */
    FloatTensor noised(FloatTensor embedding, int level, NoiseSource.Stream noise) {
        int width = embedding.dim(1);
        if (statistics.isPresent() && statistics.get().mean.length != width) {
            throw new InvalidInputException(
                    "embedding",
                    "These embeddings are " + width + " wide, and those that the model was trained on "
                            + statistics.get().mean.length + ": embed the pictures by the model's own image encoder.");
        }
        FloatTensor drawn = noise.normal(1, width);
        float[] out = new float[width];
        for (int i = 0; i < width; i++) {
            float mean = statistics.isPresent() ? statistics.get().mean[i] : 0;
            float deviation = statistics.isPresent() ? statistics.get().deviation[i] : 1;
            float x = (embedding.at(i) - mean) / deviation;
            out[i] = (signal[level] * x + hidden[level] * drawn.at(i)) * deviation + mean;
        }
        return FloatTensor.wrap(out, 1, width);
    }

    /**
     * A level as a model is told it, as timesteps are (Ho et al. 2020): cosines and behind them sines of frequencies from 1 down to nearly 1/10000.
     *
     * @param width even
     * @return {@code [1, width]}
     */
    static FloatTensor waves(int level, int width) {
        float[] out = new float[width];
        int half = width / 2;
        for (int i = 0; i < half; i++) {
            float frequency = (float) Math.exp((float) (-Math.log(LONGEST_WAVE) * i) / half);
            float angle = level * frequency;
            out[i] = (float) Math.cos(angle);
            out[half + i] = (float) Math.sin(angle);
        }
        return FloatTensor.wrap(out, 1, width);
    }
}
