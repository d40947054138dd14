package dev.zograf.nodes.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.ExpectedNumbers;
import dev.zograf.testkit.NodeHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks beside what SciPy (dilation, erosion) and the formulas in PyTorch make of them. */
class MaskOperationsTest {

    private static final ExpectedNumbers EXPECTED = ExpectedNumbers.beside(MaskOperationsTest.class);
    private static final Mask MASK = Mask.of(ExpectedNumbers.made(611, 53, 2, 5, 7));

    @ParameterizedTest
    @CsvSource({"2, true", "2, false", "-1, true", "-2, false"})
    void growsAsGreyDilationDoes(int expand, boolean tapered) throws Exception {
        Mask out = NodeHarness.of(new GrowMask())
                .run(Map.of("mask", MASK, "expand", expand, "tapered", tapered))
                .mask();

        EXPECTED.verify("grow-" + expand + "-" + (tapered ? "tapered" : "square"), out.values(), 2e-6);
    }

    @Test
    void growingEndsWhereNothingChangesAnyMore() throws Exception {
        Mask out = NodeHarness.of(new GrowMask())
                .run(Map.of("mask", MASK, "expand", 16384))
                .mask();

        assertThat(out.values().slice(0, 0, 1).toArray()).containsOnly(1f);
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 4, 1", "9, 0, 0, 9"})
    void fadesAsFeatherMaskDoes(int left, int top, int right, int bottom) throws Exception {
        Mask out = NodeHarness.of(new FadeMask())
                .run(Map.of("mask", MASK, "left", left, "top", top, "right", right, "bottom", bottom))
                .mask();

        EXPECTED.verify("fade-" + left + "-" + top + "-" + right + "-" + bottom, out.values(), 2e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multiply", "add", "subtract", "and", "or", "xor"})
    void calculatesWhereTheUpperMaskLies(String operation) throws Exception {
        Mask layer = Mask.of(ExpectedNumbers.made(271, 31, 1, 4, 3));

        Mask out = NodeHarness.of(new CompositeMasks())
                .run(Map.of("base", MASK, "layer", layer, "x", 5, "y", 2, "operation", operation))
                .mask();

        EXPECTED.verify("masks-" + operation, out.values(), 2e-6);
    }

    @Test
    void thresholdIsTheGreatestValueThatBecomesZero() throws Exception {
        Mask mask = Mask.of(FloatTensor.of(new float[] {0, 0.25f, 0.26f, 1}, 1, 2, 2));

        assertThat(NodeHarness.of(new ThresholdMask())
                        .run(Map.of("mask", mask, "above", 0.25))
                        .mask()
                        .values()
                        .toArray())
                .containsExactly(0, 0, 1, 1);
    }

    @Test
    void cropsWhatThereIs() throws Exception {
        Mask out = NodeHarness.of(new CropMask())
                .run(Map.of("mask", MASK, "x", 4, "y", 1, "width", 50, "height", 2))
                .mask();

        assertThat(out.values().toArray())
                .containsExactly(MASK.values().slice(1, 1, 3).slice(2, 4, 7).toArray());
        assertThatThrownBy(() -> NodeHarness.of(new CropMask()).run(Map.of("mask", MASK, "x", 7)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("begins at pixel 7 of a mask that has 7");
    }
}
