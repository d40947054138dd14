package dev.zograf.nodes.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.nodes.image.ContactSheet;
import dev.zograf.nodes.image.PadForOutpaint;
import dev.zograf.nodes.image.StitchImages;
import dev.zograf.testkit.NodeHarness;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeBoundTest {

    private static final Image LINE = Image.of(FloatTensor.zeros(1, 3, 1, 9000));

    @Test
    void takesWhatFitsAndNamesTheBoundAndTheRemedyOfWhatDoesNot() {
        SizeBound.check("by", 8192, 8192, "Choose less.");
        SizeBound.check("by", 1, 1 << 26, "Choose less.");

        assertThatThrownBy(() -> SizeBound.check("by", 1L << 40, 1L << 40, "Choose less."))
                .hasMessageContaining("is too large");
        assertThatThrownBy(() -> SizeBound.check("by", 8192, 8193, "Choose less."))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.input()).isEqualTo("by"))
                .hasMessage(
                        "A picture of 8192x8193 is too large: 67108864 pixels can be made at most, as many as 8192x8192. Choose less.");
    }

    @Test
    void everyNodeThatMakesLargerOnesAsks() {
        refused(new PadForOutpaint(), Map.of("image", LINE, "top", 8000), "left", "picture of 9000x8001");
        refused(
                new StitchImages(),
                Map.of("first", LINE, "second", Image.of(FloatTensor.zeros(1, 3, 9000, 1)), "fit", false),
                "second",
                "picture of 9001x9000");
        refused(
                new ContactSheet(),
                Map.of("images", Collections.nCopies(8000, LINE), "columns", 1, "gap", 0),
                "images",
                "picture of 9000x8000");
        refused(
                new ScaleLatent(),
                Map.of("latent", Latent.empty(1, 1, 2000, 2000), "by", 8),
                "by",
                "latent of 16000x16000");
    }

    private static <I extends Record, O extends Record> void refused(
            Node<I, O> node, Map<String, Object> in, String input, String size) {
        assertThatThrownBy(() -> NodeHarness.of(node).run(in))
                .isInstanceOfSatisfying(
                        InvalidInputException.class, e -> assertThat(e.input()).isEqualTo(input))
                .hasMessageContaining(size + " is too large: 67108864 pixels")
                .hasMessageMatching(".*8192x8192\\. (Choose|Take) [a-z ]+\\.");
    }
}
