package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnetLevelsTest {

    @Test
    void theWayUpEndsWhereTheWayDownBegins() {
        UnetLevels levels = new UnetLevels(3);

        assertThat(levels.at("down_blocks.0.attentions.1")).isZero();
        assertThat(levels.at("up_blocks.2.attentions.0.transformer_blocks.0.attn2"))
                .isZero();
        assertThat(levels.at("up_blocks.0")).isEqualTo(2);
        assertThat(levels.at("mid_block.attentions.0")).isEqualTo(2);
    }

    @Test
    void halvesAreRoundedUp() {
        assertThat(UnetLevels.sides(new int[] {2, 4, 9, 2}, 4))
                .containsExactly(new int[] {9, 2}, new int[] {5, 1}, new int[] {3, 1}, new int[] {2, 1});
    }
}
