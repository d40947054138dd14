package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.value.FloatTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedInputsTest {

    private final FloatTensor one = FloatTensor.of(new float[] {1, 2}, 1, 2);
    private final FloatTensor other = FloatTensor.of(new float[] {3, 4}, 1, 2);

    @Test
    void theSamePartsGiveTheSameObject() {
        JoinedInputs joined = JoinedInputs.ofRun();
        FloatTensor whole = joined.of("text", List.of(one, other), 2);
        assertThat(whole.toArray()).containsExactly(1, 2, 1, 2, 3, 4, 3, 4);
        assertThat(whole.shape()).containsExactly(4, 2);
        assertThat(joined.of("text", List.of(one, other), 2)).isSameAs(whole);
        assertThat(joined.of("text", List.of(one, other), 1).toArray()).containsExactly(1, 2, 3, 4);
        assertThat(joined.of("text", List.of(other, one), 2).toArray()).containsExactly(3, 4, 3, 4, 1, 2, 1, 2);
        assertThat(joined.of("more", List.of(one, other), 2)).isNotSameAs(whole);
        FloatTensor equal = FloatTensor.of(new float[] {1, 2}, 1, 2);
        assertThat(joined.of("text", List.of(equal, other), 2)).isNotSameAs(whole);
        assertThat(joined.of("text", List.of(one, other), 2)).isSameAs(whole);
    }

    /** Regions of a picture that take turns have an object each; what has not been asked for is forgotten. */
    @Test
    void someTakeTurns() {
        JoinedInputs joined = JoinedInputs.ofRun();
        FloatTensor first = joined.of("text", List.of(one));
        FloatTensor second = joined.of("text", List.of(other));
        assertThat(joined.of("text", List.of(one))).isSameAs(first);
        assertThat(joined.of("text", List.of(other))).isSameAs(second);
        for (int i = 0; i < 4; i++) {
            joined.of("text", List.of(FloatTensor.zeros(1, 2)));
        }
        assertThat(joined.of("text", List.of(one))).isNotSameAs(first);
    }

    @Test
    void outsideOfARunNothingIsKept() {
        JoinedInputs joined = JoinedInputs.fresh();
        FloatTensor whole = joined.of("text", List.of(one, other), 1);
        assertThat(joined.of("text", List.of(one, other), 1)).isNotSameAs(whole);
    }
}
