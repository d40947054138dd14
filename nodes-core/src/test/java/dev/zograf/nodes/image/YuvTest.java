package dev.zograf.nodes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YuvTest {

    private static RgbToYuv.Out split(Image image) throws Exception {
        return NodeHarness.of(new RgbToYuv()).run(Map.of("image", image));
    }

    private static Image joined(Image y, Image u, Image v) throws Exception {
        return NodeHarness.of(new YuvToRgb())
                .run(Map.of("y", y, "u", u, "v", v))
                .image();
    }

    private static Image plain(float red, float green, float blue) {
        return Image.of(FloatTensor.of(new float[] {red, green, blue}, 1, 3, 1, 1));
    }

    /** BT.601 by hand: of red, 0.299, 0.564 (0 - 0.299) + 0.5 and 0.713 (1 - 0.299) + 0.5. */
    @Test
    void partsAreGreyPicturesOfBt601() throws Exception {
        RgbToYuv.Out red = split(plain(1, 0, 0));

        assertThat(red.y().pixels().toArray()).hasSize(3).containsOnly(0.299f);
        assertThat(red.u().pixels().at(2)).isCloseTo(0.331364f, offset(1e-6f));
        assertThat(red.v().pixels().at(2)).isCloseTo(0.999813f, offset(1e-6f));
        assertThat(split(plain(0.5f, 0.5f, 0.5f)).u().pixels().at(0)).isCloseTo(0.5f, offset(1e-6f));
    }

    @Test
    void joinedAgainTheyAreThePictureButForTheRoundedFactors() throws Exception {
        Image image = Samples.noise(2, 5, 3, 4);
        RgbToYuv.Out parts = split(image);
        FloatTensor back = joined(parts.y(), parts.u(), parts.v()).pixels();

        for (int i = 0; i < back.size(); i++) {
            assertThat(back.at(i)).isCloseTo(image.pixels().at(i), offset(1e-3f));
        }
    }

    @Test
    void partsWithColoursCountByTheirMeanAndTheSumIsClipped() throws Exception {
        Image grey = plain(0.5f, 0.5f, 0.5f);
        FloatTensor made = joined(plain(0.3f, 0.6f, 0.9f), grey, plain(1, 1, 1)).pixels();

        assertThat(made.at(0)).isEqualTo(1);
        assertThat(made.at(1)).isCloseTo(0.6f - 0.714f / 2, offset(1e-6f));
        assertThat(made.at(2)).isCloseTo(0.6f, offset(1e-6f));
    }

    @Test
    void partsOfDifferentPicturesAreRefused() {
        assertThatThrownBy(() -> joined(Samples.gradient(4, 4), Samples.gradient(4, 4), Samples.gradient(4, 2)))
                .hasMessageContaining("parts of the same pictures");
    }
}
