package dev.zograf.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class FloatTensorTest {

    @RepeatedTest(50)
    void partsOfASplitJoinToTheWhole(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        int[] shape = new int[1 + random.nextInt(4)];
        int size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = 1 + random.nextInt(5);
            size *= shape[i];
        }
        float[] data = new float[size];
        for (int i = 0; i < size; i++) {
            data[i] = random.nextFloat();
        }
        FloatTensor whole = FloatTensor.of(data, shape);
        int axis = random.nextInt(shape.length);
        List<FloatTensor> parts = new ArrayList<>();
        for (int from = 0; from < shape[axis]; ) {
            int to = from + 1 + random.nextInt(shape[axis] - from);
            parts.add(whole.slice(axis, from, to));
            from = to;
        }
        FloatTensor joined = FloatTensor.concat(axis, parts);
        assertThat(joined.shape()).isEqualTo(shape);
        assertThat(joined.toArray()).isEqualTo(data);
    }

    @Test
    void sliceTakesTheEntriesOfOneAxis() {
        FloatTensor x = FloatTensor.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
        assertThat(x.slice(1, 1, 3).toArray()).containsExactly(1, 2, 4, 5);
        assertThat(x.slice(0, 1, 2).toArray()).containsExactly(3, 4, 5);
        assertThatThrownBy(() -> x.slice(1, 2, 4)).hasMessageContaining("[2, 3]");
    }

    @Test
    void arithmeticRoundsOnce() {
        FloatTensor x = FloatTensor.of(new float[] {1.1f, -2.2f}, 2);
        FloatTensor y = FloatTensor.of(new float[] {0.3f, 0.7f}, 2);
        assertThat(x.plus(1.0 / 3, y).toArray())
                .containsExactly((float) (1.1f + 0.3f * (1.0 / 3)), (float) (-2.2f + 0.7f * (1.0 / 3)));
        assertThat(x.minus(y).plus(y).at(0)).isCloseTo(1.1f, org.assertj.core.data.Offset.offset(1e-6f));
        assertThat(x.clamp(-1, 1).toArray()).containsExactly(1, -1);
    }

    @Test
    void theArrayIsItsOwn() {
        float[] data = {1, 2};
        FloatTensor x = FloatTensor.of(data, 2);
        data[0] = 9;
        x.toArray()[1] = 9;
        x.shape()[0] = 9;
        assertThat(x.toArray()).containsExactly(1, 2);
        assertThat(x.dim(0)).isEqualTo(2);
        assertThat(x.buffer().isReadOnly()).isTrue();
    }

    @Test
    void impossibleShapesAreNamed() {
        assertThatThrownBy(() -> FloatTensor.of(new float[3], 2, 2)).hasMessageContaining("[2, 2]");
        assertThatThrownBy(() -> FloatTensor.zeros(65536, 65536)).hasMessageContaining("2^31");
        assertThatThrownBy(() -> FloatTensor.zeros(-1)).hasMessageContaining("[-1]");
        assertThatThrownBy(() -> FloatTensor.zeros(2).plus(FloatTensor.zeros(3)))
                .hasMessageContaining("[3]");
        assertThatThrownBy(() -> FloatTensor.concat(0, List.of(FloatTensor.zeros(1, 2), FloatTensor.zeros(1, 3))))
                .hasMessageContaining("[1, 3]");
    }

    @Test
    void batchesRepeat() {
        FloatTensor x = FloatTensor.of(new float[] {1, 2}, 1, 2);
        assertThat(x.repeatTo(3).toArray()).containsExactly(1, 2, 1, 2, 1, 2);
        assertThatThrownBy(() -> FloatTensor.zeros(2, 1).repeatTo(3))
                .hasMessageContaining("2")
                .hasMessageContaining("3");
    }
}
