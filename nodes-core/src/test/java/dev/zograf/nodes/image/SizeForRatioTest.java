package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.testkit.NodeHarness;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeForRatioTest {

    private static String size(String ratio, double megapixels, int multiple, int minimum) throws Exception {
        SizeForRatio.Out out = NodeHarness.of(new SizeForRatio())
                .run(Map.of("ratio", ratio, "megapixels", megapixels, "multiple", multiple, "minimum", minimum));
        return out.width() + "x" + out.height();
    }

    /** The numbers are those of ComfyUI's formula in Python. */
    @ParameterizedTest
    @CsvSource({
        "1:1, 1, 8, 256, 1024x1024",
        "16:9, 1, 8, 256, 1368x768",
        "2:3, 2.5, 64, 32, 1344x1984",
        "21:9, 0.1, 8, 256, 672x288",
        "3:4, 0.1, 12, 300, 324x432",
        "9:16, 0.2, 16, 512, 576x1024"
    })
    void hasTheSizesOfTheOriginal(String ratio, double megapixels, int multiple, int minimum, String wanted)
            throws Exception {
        assertThat(size(ratio, megapixels, multiple, minimum)).isEqualTo(wanted);
    }

    @Test
    void whatIsNoRatioOrTooLongIsRefused() {
        assertThatThrownBy(() -> size("16x9", 1, 8, 256)).hasMessageContaining("16:9");
        assertThatThrownBy(() -> size("0:9", 1, 8, 256)).hasMessageContaining("is no ratio");
        assertThatThrownBy(() -> size("999:1", 64, 8, 256)).hasMessageContaining("too long");
    }
}
