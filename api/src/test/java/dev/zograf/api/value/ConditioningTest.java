package dev.zograf.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConditioningTest {

    private final Conditioning plain = Conditioning.of(FloatTensor.zeros(1, 4, 2));

    @Test
    void attachmentsAreAddedWithoutTouchingTheOriginal() {
        FloatTensor pooled = FloatTensor.zeros(1, 2);
        assertThat(plain.with(Conditioning.POOLED, pooled).get(Conditioning.POOLED))
                .containsSame(pooled);
        assertThat(plain.get(Conditioning.POOLED)).isEmpty();
    }

    @Test
    void aBatchKeepsWhatAllPartsHave() {
        Conditioning pooled = plain.with(Conditioning.POOLED, FloatTensor.zeros(1, 2));
        Conditioning full = pooled.with(Conditioning.UNCONDITIONAL, plain);
        Conditioning both = Conditioning.batch(List.of(full, full));
        assertThat(both.batch()).isEqualTo(2);
        assertThat(both.get(Conditioning.POOLED).orElseThrow().shape()).containsExactly(2, 2);
        assertThat(both.get(Conditioning.UNCONDITIONAL).orElseThrow().batch()).isEqualTo(2);
        assertThat(Conditioning.batch(List.of(full, pooled)).get(Conditioning.UNCONDITIONAL))
                .isEmpty();
        assertThat(Conditioning.batch(List.of(plain, pooled)).get(Conditioning.POOLED))
                .isEmpty();
    }
}
