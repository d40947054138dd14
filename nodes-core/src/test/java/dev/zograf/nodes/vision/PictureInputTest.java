package dev.zograf.nodes.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureInputTest {

    /** Nine by five pixels, the red ones first. */
    private static final String PICTURE =
            "6a830093f995e05df8da02814561980721b05e7f1c0012a5c7ae01777cdb50f2b78d3034f224accae41568a0"
                    + "2198b815caa97794a71a96bfb3689dfbf87b2531ce77c074b8a52155cae490a01260a5bdf1025ab0b65b7127"
                    + "b0eff9c8fd6b8aa6ac8e51423c5a6e6a3eab4f1495f436e9bfb8fd7175eb63ff904bdf9e21fc9ce83bf0f138"
                    + "1d09f7";

    private static Image picture() {
        byte[] levels = HexFormat.of().parseHex(PICTURE);
        float[] out = new float[levels.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (levels[i] & 0xff) / 255f;
        }
        return Image.of(FloatTensor.wrap(out, 1, 3, 5, 9));
    }

    /** The levels that the transforms of open_clip 3.3 give for the longer side. */
    @Test
    void bringsTheLongerSideToSizeAndFillsTheRest() {
        Config config = Config.of(
                "open_clip_config.json",
                Map.of("resize_mode", "longest", "fill_color", 51, "mean", List.of(0, 0, 0), "std", List.of(1, 1, 1)));

        FloatTensor made = PictureInput.ofOpenClip(config, 6).of(picture());

        byte[] levels = new byte[made.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) Math.round(made.at(i) * 255);
        }
        assertThat(made.shape()).containsExactly(1, 3, 6, 6);
        assertThat(HexFormat.of().formatHex(levels))
                .isEqualTo("333333333333803786a567a6745a2a8e8b449091c290733f333333333333333333333333333333333333a67d"
                        + "9ab3b54195ad869f9d5f6ba5864c79e53333333333333333333333333333333333339da2767e9a469b83a3a7"
                        + "ae69bd9fbe9034ab333333333333333333333333");
    }

    @Test
    void namesAFilterThatThereIsNot() {
        assertThatThrownBy(() -> PictureInput.of(Config.of("preprocessor_config.json", Map.of("resample", 6)), 32))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"resample\": 6 is not supported");
    }

    @Test
    void refusesAnotherSizeThanTheNetworkTakes() {
        Config config = Config.of("preprocessor_config.json", Map.of("crop_size", Map.of("height", 30, "width", 31)));

        assertThatThrownBy(() -> PictureInput.of(config, 32))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("\"crop_size\": this makes pictures of 31x30, but the image encoder takes 32x32");
    }
}
