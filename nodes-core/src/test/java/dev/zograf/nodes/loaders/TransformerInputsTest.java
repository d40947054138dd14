package dev.zograf.nodes.loaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Size;
import dev.zograf.testkit.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransformerInputsTest {

    private static final TransformerInputs INPUTS = new TransformerInputs(16, 6, 4, false, 64);

    private static final Conditioning TEXT =
            Samples.conditioning(1, 3, 6, 1).with(Conditioning.POOLED, Samples.normal(2, 1, 4));

    @Test
    void refusesPicturesBeyondItsPositions() {
        assertThat(INPUTS.of(1, Size.of(64, 64), List.of(TEXT), JoinedInputs.ofRun()))
                .containsOnlyKeys("pooled_projections");
        assertThatThrownBy(() -> INPUTS.of(1, Size.of(72, 64), List.of(TEXT), JoinedInputs.ofRun()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("72x64")
                .hasMessageContaining("sides of at most 64");
    }
}
