package dev.zograf.runtime.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReshapeTest {

    private static Value value(long[] dims, long... strides) {
        return new Value(Kind.F32, dims, strides, 0, Slot.ofArena(4));
    }

    @Test
    void theSidesOfAMapWithChannelsLastBecomeOneAxis() {
        Value map = Value.of(Kind.F32, 2, 8, 3, 5);

        Value tokens = Reshape.view(map, new long[] {2, 8, 15}).orElseThrow().permute(0, 2, 1);

        assertThat(tokens.isRows()).isTrue();
        assertThat(tokens.dims()).containsExactly(2, 15, 8);
    }

    @Test
    void channelsAndSidesOfAMapWithChannelsLastCannotBecomeOneAxis() {
        assertThat(Reshape.view(Value.of(Kind.F32, 2, 8, 3, 5), new long[] {2, 120}))
                .isEmpty();
    }

    @Test
    void anAxisIsSplitAndAxesOfOneEntryComeAndGo() {
        assertThat(Reshape.view(value(new long[] {4, 6}, 6, 1), new long[] {1, 4, 2, 1, 3})
                        .orElseThrow()
                        .isRows())
                .isTrue();
        assertThat(Reshape.view(value(new long[] {4, 1, 6}, 12, 99, 2), new long[] {24}))
                .hasValueSatisfying(line -> assertThat(line.strides()).containsExactly(2));
    }
}
