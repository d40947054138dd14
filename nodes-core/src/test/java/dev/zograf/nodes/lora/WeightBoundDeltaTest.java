package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes that depend on the weight, against what lycoris-lora 4.1.3 gives for the same numbers. */
class WeightBoundDeltaTest {

    private static final long[] LINEAR = {4, 3};
    private static final float[] LINEAR_WEIGHT = {
        -0.08f, -0.92f, -1.89f, 1.01f, -0.69f, 0.91f, 0.11f, 0.61f, 0.33f, -0.88f, -1.68f, -0.72f
    };
    private static final long[] CONV = {4, 4, 1, 2};
    private static final float[] CONV_WEIGHT = {
        -0.08f, -0.02f, 0.17f, 2.3f, 0.96f, -0.66f, -0.83f, -0.61f, -1.4f, 1.3f, 1.64f, -1.06f, -0.26f, -0.25f, 0.5f,
        0.26f, -0.18f, -0.26f, -0.01f, -0.38f, -2.97f, -1.06f, -0.31f, 0.93f, 1.62f, 0, -0.44f, -2.11f, 1.15f, -0.38f,
        -0.36f, 0.75f
    };

    private static Weight weight(String name, long[] shape, float... numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Weight.of(
                name,
                DType.F32,
                shape,
                new WeightStorage.InMemory(() -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }

    private static Delta module(Object... rolesAndWeights) {
        LoraModule module = new LoraModule("x.safetensors", "layer");
        for (int i = 0; i < rolesAndWeights.length; i += 2) {
            module.add((Role) rolesAndWeights[i], (Weight) rolesAndWeights[i + 1]);
        }
        return module.weight(LoraScale.plain()).orElseThrow();
    }

    @Test
    void generalLoraMixesTheWeightsInputs() {
        Weight a1 = weight("a1", shape(3, 2), 0.96f, 0.13f, 0.55f, 2.13f, -0.88f, -2.08f);
        Weight a2 = weight("a2", shape(2, 3), 1.83f, -0.55f, 1.04f, -1.26f, 0.42f, -1.3f);
        Weight b1 = weight("b1", shape(4, 2), 0.43f, -1.15f, -0.81f, -0.91f, -0.07f, 1.11f, -0.87f, -0.14f);
        Weight b2 = weight("b2", shape(2, 3), -0.67f, 1, -0.16f, 0.68f, -0.87f, 2.5f);
        Weight alpha = weight("alpha", shape(), 1);
        float[] expected = {
            -0.7820f, 0.8300f, -2.1849f, 1.8048f, -0.6298f, 0.9180f, 0.1436f, -0.4276f, 1.0638f, 0.5881f, -0.5229f,
            0.7312f
        };

        Delta delta =
                module(Role.GLORA_A1, a1, Role.GLORA_A2, a2, Role.GLORA_B1, b1, Role.GLORA_B2, b2, Role.ALPHA, alpha);
        Delta earlier =
                module(Role.GLORA_A1, a2, Role.GLORA_A2, a1, Role.GLORA_B1, b2, Role.GLORA_B2, b1, Role.ALPHA, alpha);

        assertThat(delta.fits(weight("w", LINEAR, LINEAR_WEIGHT))).isTrue();
        assertThat(delta.values(LINEAR_WEIGHT, LINEAR)).containsExactly(expected, within(2e-4f));
        assertThat(earlier.values(LINEAR_WEIGHT, LINEAR)).containsExactly(expected, within(2e-4f));
    }

    @Test
    void generalLoraOfAConvolutionKeepsItsKernelApart() {
        Delta delta = module(
                Role.GLORA_A1,
                weight("a1", shape(4, 2, 1, 1), -1.05f, -1.11f, -1.47f, -0.03f, 1.11f, -1.13f, -0.88f, -1.65f),
                Role.GLORA_A2,
                weight("a2", shape(2, 4, 1, 1), -2.13f, 0.74f, 0.82f, -0.23f, 0.75f, -0.46f, 0.05f, 0.11f),
                Role.GLORA_B1,
                weight("b1", shape(4, 2, 1, 1), 2.22f, 1.33f, 0.36f, -0.46f, 1.3f, 0.78f, -0.48f, 1.04f),
                Role.GLORA_B2,
                weight(
                        "b2",
                        shape(2, 4, 1, 2),
                        -1.4f,
                        0.3f,
                        1.14f,
                        0.14f,
                        0.03f,
                        0.03f,
                        0.18f,
                        0.35f,
                        0.91f,
                        -1.31f,
                        0.61f,
                        0.59f,
                        0.25f,
                        2.47f,
                        -0.48f,
                        -0.96f),
                Role.ALPHA,
                weight("alpha", shape(), 1));

        assertThat(delta.values(CONV_WEIGHT, CONV))
                .containsExactly(
                        new float[] {
                            -2.5468f, 3.8883f, 2.1895f, -1.1602f, 0.8771f, 0.2606f, -0.2866f, 0.2528f, 1.6817f, 0.1046f,
                            -0.7767f, 0.1319f, -0.7122f, -0.7300f, 0.3883f, 0.2341f, 3.9738f, 0.9094f, -1.0001f,
                            -0.1009f, -0.9376f, 0.5049f, 0.4778f, -0.0151f, -0.6989f, -3.1837f, 0.8159f, 1.1919f,
                            0.2816f, 2.0867f, -0.4918f, -0.8565f
                        },
                        within(2e-4f));
    }

    @Test
    void blocksOfRowsAreRotatedAndScaled() {
        Delta delta = module(
                Role.OFT_BLOCKS,
                weight("oft_blocks", shape(2, 2, 2), 0.23f, -2.19f, -0.31f, 0.39f, 0.38f, -0.72f, -1.08f, -2.11f),
                Role.RESCALE,
                weight("rescale", shape(4, 1), 0.2f, 0.99f, 1.87f, 0.12f),
                Role.ALPHA,
                weight("alpha", shape(), 0));

        assertThat(delta.values(LINEAR_WEIGHT, LINEAR))
                .containsExactly(
                        new float[] {
                            0.2564f, 0.9084f, 2.2522f, -1.5032f, 1.8271f, 0.1380f, 1.0974f, 2.2714f, 1.0037f, 0.8070f,
                            1.5713f, 0.6787f
                        },
                        within(2e-4f));
    }

    @Test
    void aConstraintKeepsTheRotationSmall() {
        Delta delta = module(
                Role.OFT_BLOCKS,
                weight("oft_blocks", shape(2, 2, 2), -0.44f, -0.73f, -0.42f, -0.15f, -0.01f, 0.28f, 0.97f, -0.58f),
                Role.ALPHA,
                weight("alpha", shape(), 0.05f));

        assertThat(delta.values(LINEAR_WEIGHT, LINEAR))
                .containsExactly(
                        new float[] {
                            0.1172f, -0.0736f, 0.1178f, 0.0025f, 0.1109f, 0.2122f, -0.2269f, -0.4463f, -0.1935f,
                            0.0009f, -0.0998f, -0.0602f
                        },
                        within(2e-4f));
    }

    @Test
    void rowsOrInputChannelsAreScaled() {
        Delta rows = new ScaleDelta(weight("rows", shape(4), 1, 2, -1, 0.5f), false);
        Delta inputs = new ScaleDelta(weight("inputs", shape(1, 4, 1, 1), 1, 2, -1, 0.5f), true);

        assertThat(rows.values(LINEAR_WEIGHT, LINEAR))
                .startsWith(-0.08f, -0.92f, -1.89f, 2.02f, -1.38f, 1.82f, -0.11f, -0.61f, -0.33f, -0.44f);
        assertThat(inputs.values(CONV_WEIGHT, CONV))
                .startsWith(-0.08f, -0.02f, 0.34f, 4.6f, -0.96f, 0.66f, -0.415f, -0.305f);
        assertThat(inputs.fits(weight("w", CONV, CONV_WEIGHT))).isTrue();
        assertThat(rows.fits(weight("w", LINEAR, LINEAR_WEIGHT))).isTrue();
        assertThat(new ScaleDelta(weight("rows", shape(3), 1, 0, -1), false).fits(weight("w", LINEAR, LINEAR_WEIGHT)))
                .isFalse();
    }

    @Test
    void butterfliesAreRefusedByName() {
        LoraModule module = new LoraModule("x.safetensors", "layer");
        module.add(Role.OFT_BLOCKS, weight("layer.oft_blocks", shape(1, 1, 2, 2), 0, 0, 0, 0));

        assertThatThrownBy(() -> module.weight(LoraScale.plain()))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("layer is in the format BOFT");
        assertThat(module.get(Role.RESCALE)).isEqualTo(Optional.empty());
    }
}
