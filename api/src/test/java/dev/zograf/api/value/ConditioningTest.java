package dev.zograf.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void partsGetWhatIsAttachedToTheWhole() {
        Conditioning longer = Conditioning.of(FloatTensor.zeros(2, 5, 2));
        Conditioning both = Conditioning.combine(List.of(plain, Conditioning.combine(List.of(longer, plain))));
        assertThat(both.parts()).hasSize(3).allMatch(part -> part.parts().size() == 1);
        assertThat(both.batch()).isEqualTo(2);
        assertThat(both.tokens()).isSameAs(plain.tokens());
        assertThat(both.with(Conditioning.REGION, Region.EVERYWHERE.withStrength(2))
                        .parts())
                .allMatch(part -> Region.of(part).strength() == 2);
        assertThat(both.mapParts(part -> part.withTokens(longer.tokens())).parts())
                .allMatch(part -> part.tokens() == longer.tokens());
    }

    @Test
    void partsMakeABatchOneByOne() {
        Conditioning left = plain.with(Conditioning.REGION, Region.EVERYWHERE.withArea(Area.ofShares(0, 0, 0.5, 1)));
        Conditioning both = Conditioning.combine(List.of(plain, left));
        Conditioning batch = Conditioning.batch(List.of(both, both));
        assertThat(batch.parts()).hasSize(2).allMatch(part -> part.batch() == 2);
        assertThat(Region.of(batch.parts().get(1))).isEqualTo(Region.of(left));
        assertThatThrownBy(() -> Conditioning.batch(List.of(both, plain))).hasMessageContaining("parts");
        assertThatThrownBy(() -> Conditioning.batch(List.of(plain, left))).hasMessageContaining("region");
    }
}
