package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionTextTest {

    @Test
    void readsValuesOfEveryKind() {
        assertThat(OptionText.parse(List.of(
                        "a=1",
                        "b=-2.5e-3",
                        "c=true",
                        "d = False",
                        "e=epsilon",
                        "f=null",
                        "g=[0.1, 2]",
                        "h=-inf",
                        "i=[]")))
                .containsEntry("a", 1.0)
                .containsEntry("b", -2.5e-3)
                .containsEntry("c", true)
                .containsEntry("d", false)
                .containsEntry("e", "epsilon")
                .containsEntry("f", null)
                .containsEntry("g", List.of(0.1, 2.0))
                .containsEntry("h", Double.NEGATIVE_INFINITY)
                .containsEntry("i", List.of());
    }

    @Test
    void wantsANameAndAValue() {
        assertThatThrownBy(() -> OptionText.parse(List.of("euler")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("name=value");
    }
}
