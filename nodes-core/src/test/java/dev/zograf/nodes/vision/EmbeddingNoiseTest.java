package dev.zograf.nodes.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.vision.PooledImages.Told;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.testkit.fake.FakeCheckpoint;
import dev.zograf.testkit.fake.GivenWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What a model of unCLIP is told of pictures, by the numbers that PyTorch gives. Of one picture it is {@code strength * [z, waves(level)]},
 * where {@code z} is the embedding with noise; of several it is {@code [z', waves(50)]}, where {@code z'} is the sum of
 * {@code strength * z} with noise of level 50, a twentieth of the last one, 999.
 */
class EmbeddingNoiseTest {

    private static final int WIDTH = 16;

    private static final float[] ONE = {
        -2.0845821f,
        -2.0028362f,
        -1.2508944f,
        0.41337067f,
        -1.6711829f,
        -0.37147427f,
        -0.33018708f,
        -1.2551674f,
        -1.3720533f,
        -0.85709155f,
        0.4576565f,
        2.1175997f,
        2.3262708f,
        -0.14281392f,
        1.0192696f,
        0.6507907f,
        0.4819766f,
        -1.7384914f,
        1.9824051f,
        -0.10337771f,
        -1.6022872f,
        1.4068818f,
        1.9378248f,
        1.9937532f,
        -1.941056f,
        -0.9887607f,
        -0.26470727f,
        1.9973265f,
        1.1969442f,
        1.4215076f,
        0.4948079f,
        0.15794925f
    };

    private static final float[] BOTH = {
        -1.9128888f,
        -1.9385217f,
        -1.0386986f,
        0.4963034f,
        -1.4683977f,
        -0.09967005f,
        -0.048777044f,
        -1.3236687f,
        -1.3856392f,
        -1.0185308f,
        0.28754222f,
        1.9212844f,
        2.200084f,
        -0.47867084f,
        1.0718263f,
        -0.15574074f,
        0.96496606f,
        -0.99465644f,
        0.28366172f,
        -0.010342219f,
        0.87758255f,
        0.987526f,
        0.99875027f,
        0.999875f,
        -0.26237485f,
        -0.10324046f,
        -0.9589244f,
        0.99994653f,
        0.47942555f,
        0.15745585f,
        0.049979165f,
        0.015810732f
    };

    private static FloatTensor row(double factor) {
        float[] row = new float[WIDTH];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) ((i / 8.0 - 1) * factor);
        }
        return FloatTensor.of(row, 1, WIDTH);
    }

    private static Weight weight(String name, DoubleUnaryOperator value) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < WIDTH; i++) {
            bytes.putFloat((float) value.applyAsDouble(i));
        }
        return Weight.of(
                name,
                DType.F32,
                new long[] {1, WIDTH},
                new WeightStorage.InMemory(
                        () -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip()));
    }

    private static FakeCheckpoint with(DoubleUnaryOperator mean, DoubleUnaryOperator deviation) {
        Map<String, Weight> statistics = Map.of("mean", weight("mean", mean), "std", weight("std", deviation));
        return new FakeCheckpoint("model").withWeights("image_normalizer", GivenWeights.of(statistics));
    }

    private static final FakeCheckpoint MODEL = with(i -> 0.1f * i, i -> 1 + 0.05f * i);

    @Test
    void aPictureIsToldWithItsLevel() {
        PooledImages images = new PooledImages(List.of(new Told(row(1), 2, 0.25)), 7);

        assertThat(images.withLevels(EmbeddingNoise.of(MODEL)).toArray()).containsExactly(ONE, within(1e-5f));
    }

    @Test
    void theSumOfSeveralGetsNoiseOnceMore() {
        PooledImages images = new PooledImages(List.of(new Told(row(1), 2, 0.25), new Told(row(-0.5), 0.5, 0)), 7);

        assertThat(images.withLevels(EmbeddingNoise.of(MODEL)).toArray()).containsExactly(BOTH, within(1e-5f));
    }

    @Test
    void withoutStatisticsEmbeddingsAreTakenAsTheyAre() {
        PooledImages images = new PooledImages(List.of(new Told(row(1), 1, 0.5)), 3);
        float[] plain = images.withLevels(EmbeddingNoise.of(new FakeCheckpoint("model")))
                .toArray();

        assertThat(plain).isEqualTo(images.withLevels(EmbeddingNoise.PLAIN).toArray());
        assertThat(plain)
                .isEqualTo(images.withLevels(EmbeddingNoise.of(with(i -> 0, i -> 1)))
                        .toArray());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        FakeCheckpoint other = new FakeCheckpoint("model")
                .withConfig("image_noising_scheduler/scheduler_config.json", Map.of("beta_schedule", "linear"));

        assertThatThrownBy(() -> EmbeddingNoise.of(other))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("linear")
                .hasMessageContaining("squaredcos_cap_v2");
        assertThatThrownBy(() -> EmbeddingNoise.of(with(i -> 0, i -> i))).isInstanceOf(BadFileException.class);
        assertThatThrownBy(() -> new PooledImages(List.of(new Told(FloatTensor.zeros(1, 8), 1, 0)), 0)
                        .withLevels(EmbeddingNoise.of(MODEL)))
                .hasMessageContaining("image encoder");
    }
}
