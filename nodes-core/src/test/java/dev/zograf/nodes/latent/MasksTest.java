package dev.zograf.nodes.latent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import org.junit.jupiter.api.Test;

class MasksTest {

    @Test
    void roundsHalvesUp() {
        Mask mask = Mask.of(FloatTensor.of(new float[] {0, 0.49f, 0.5f, 1}, 1, 2, 2));

        assertThat(Masks.rounded(mask).values().toArray()).containsExactly(0, 0, 1, 1);
    }

    @Test
    void takesTheUpperLeftOfEachPlace() {
        float[] values = new float[16];
        values[0] = 1;
        values[10] = 1;
        values[5] = 1;

        FloatTensor small = Masks.resized(Mask.of(FloatTensor.of(values, 1, 4, 4)), 2, 2);

        assertThat(small.shape()).containsExactly(1, 1, 2, 2);
        assertThat(small.toArray()).containsExactly(1, 0, 0, 1);
    }
}
