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
                        "eta=1",
                        "shift=-2.5e-3",
                        "thresholding=true",
                        "clip_sample = False",
                        "prediction_type=epsilon",
                        "trained_betas=null",
                        "disable_corrector=[0.1, 2]",
                        "lambda_min_clipped=-inf",
                        "rho=[]")))
                .containsEntry("eta", 1.0)
                .containsEntry("shift", -2.5e-3)
                .containsEntry("thresholding", true)
                .containsEntry("clip_sample", false)
                .containsEntry("prediction_type", "epsilon")
                .containsEntry("trained_betas", null)
                .containsEntry("disable_corrector", List.of(0.1, 2.0))
                .containsEntry("lambda_min_clipped", Double.NEGATIVE_INFINITY)
                .containsEntry("rho", List.of());
    }

    @Test
    void wantsANameAndAValue() {
        assertThatThrownBy(() -> OptionText.parse(List.of("euler")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("name=value");
    }

    @Test
    void aMisspeltOptionIsNoOption() {
        assertThatThrownBy(() -> OptionText.parse(List.of("use_karras_sigma=true")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("use_karras_sigma", "use_karras_sigmas");
    }
}
