package dev.zograf.nodes.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tokens are cut and merged, and the blur of self-attention guidance. */
class AttentionGridsTest {

    private static int[] numbers(Map<String, HostTensor> inputs, String name) {
        return ((IntTensor) inputs.get(name)).toArray();
    }

    private static Evaluation evaluation(int height, int width, int call) {
        return Evaluation.of(new int[] {2, 4, height, width}, Moment.of(NoiseLevel.exploding(600, 2), call, 4, 0.4));
    }

    @Test
    void sidesAreCutInEqualPartsOfTheLeastLength() {
        Random random = new Random(1);
        assertThat(TiledAttention.parts(24, 8, 1, random)).isEqualTo(3);
        assertThat(TiledAttention.parts(20, 8, 1, random)).isEqualTo(2);
        assertThat(TiledAttention.parts(13, 8, 5, random)).isEqualTo(1);
        assertThat(TiledAttention.parts(6, 8, 5, random)).isEqualTo(1);
        TreeSet<Integer> seen = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            seen.add(TiledAttention.parts(48, 8, 3, random));
        }
        assertThat(seen).containsExactly(3, 4, 6);
    }

    @Test
    void tilesHoldTheirTokensRowByRow() {
        assertThat(TiledAttention.order(2, 4, 1, 2)).containsExactly(0, 1, 4, 5, 2, 3, 6, 7);
        assertThat(TiledAttention.order(4, 2, 2, 1)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void tilesGrowWithTheLevelIfTheyAreTo() {
        TreeSet<Integer> levels = new TreeSet<>(List.of(0, 1));
        Map<String, HostTensor> alike = new TiledAttention(1, levels, 4, 1, false, 0).inputs(evaluation(16, 16, 0));
        Map<String, HostTensor> growing = new TiledAttention(1, levels, 4, 1, true, 0).inputs(evaluation(16, 16, 0));
        assertThat(alike.get("tiles.0").shape()).containsExactly(16, 16);
        assertThat(alike.get("tiles.1").shape()).containsExactly(4, 16);
        assertThat(growing.get("tiles.1").shape()).containsExactly(1, 64);
    }

    @Test
    void eachSquareHasOneTargetAndTheRestAreSources() {
        TokenMergingEdit edit = new TokenMergingEdit(0, true, false, false);
        for (boolean random : new boolean[] {true, false}) {
            TokenMerging patch = new TokenMerging(edit, new TreeSet<>(List.of(0)), 0.4, 2, random, 5);
            Map<String, HostTensor> inputs = patch.inputs(evaluation(5, 7, 0));
            int[] into = numbers(inputs, "into.0");
            int[] from = numbers(inputs, "from.0");
            assertThat(into).hasSize(6);
            List<Integer> squares = new ArrayList<>();
            for (int token : into) {
                squares.add(token / 7 / 2 * 3 + token % 7 / 2);
            }
            assertThat(squares).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
            int[] all =
                    IntStream.concat(Arrays.stream(from), Arrays.stream(into)).toArray();
            int[] back = numbers(inputs, "back.0");
            for (int token = 0; token < 35; token++) {
                assertThat(all[back[token]]).isEqualTo(token);
            }
            assertThat(numbers(inputs, "merged.0")).hasSize(14);
            assertThat(numbers(inputs, "kept.0")).hasSize(15).startsWith(14);
            assertThat(inputs.get("places.0").shape()).containsExactly(2, 15);
            assertThat(numbers(inputs, "places.0")[15]).isEqualTo(6);
            boolean sameAtTheNextStep = Arrays.equals(into, numbers(patch.inputs(evaluation(5, 7, 1)), "into.0"));
            assertThat(sameAtTheNextStep).isEqualTo(!random);
        }
    }

    @Test
    void nothingIsMergedWhereThereIsNoSquare() {
        TokenMerging patch = new TokenMerging(
                new TokenMergingEdit(0, true, false, false), new TreeSet<>(List.of(0)), 0.5, 2, true, 5);
        Map<String, HostTensor> inputs = patch.inputs(evaluation(1, 6, 0));
        assertThat(numbers(inputs, "merged.0")).isEmpty();
        assertThat(numbers(inputs, "into.0")).containsExactly(0);
    }

    /** Numbers of diffusers 0.42, {@code gaussian_blur_2d} with a kernel of 9, of the sine of the place. */
    @Test
    void blursAsDiffusersDoes() {
        float[] x = new float[60];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.9 * i);
        }
        FloatTensor made = GaussianBlur.of(FloatTensor.wrap(x, 1, 2, 5, 6), 1.5);
        double[] expected = {
            0.0075151,
            0.0917931,
            0.2538600,
            0.3320803,
            0.2938609,
            0.2549955,
            -0.0852452,
            0.0013694,
            0.1814273,
            0.3040603,
            0.3181688,
            0.3027514
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) made.at(i)).as("number " + i).isCloseTo(expected[i], offset(1e-6));
        }
    }
}
