package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Size;
import dev.zograf.nodes.conditioning.TextMask;
import dev.zograf.testkit.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixArtInputsTest {

    private static final Conditioning PLAIN = Samples.conditioning(1, 3, 2, 1);

    private static FloatTensor mask(Conditioning... parts) {
        return (FloatTensor) new PixArtInputs(4, 2)
                .of(2, Size.of(64, 64), List.of(parts), JoinedInputs.fresh())
                .get("encoder_attention_mask");
    }

    private static Conditioning masked(float... mask) {
        return PLAIN.with(TextMask.KEY, FloatTensor.of(mask, 1, mask.length));
    }

    @Test
    void textsWithoutAMaskAreSeenWhole() {
        FloatTensor mask = mask(masked(1, 0, 0), PLAIN);

        assertThat(mask.shape()).containsExactly(4, 3);
        assertThat(mask.toArray()).containsExactly(1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void masksOfOtherTokensAreRefused() {
        assertThatThrownBy(() -> mask(masked(1, 0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("what changes the tokens has to change the mask, too");
    }
}
