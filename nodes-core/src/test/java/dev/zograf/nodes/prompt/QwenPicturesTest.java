package dev.zograf.nodes.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Size;
import dev.zograf.models.QwenVision;
import dev.zograf.models.QwenVisionGrid;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QwenPicturesTest {

    private static final QwenVision TOWER =
            QwenVision.of(Config.of("config.json", Map.of("patch_size", 2, "window_size", 8)));

    private static QwenPictures small(Map<String, ?> more) {
        Config config = Config.of(
                "preprocessor_config.json",
                Map.of("patch_size", 2, "merge_size", 2, "min_pixels", 64, "max_pixels", 400));
        return QwenPictures.of(config.with(Map.copyOf(more)), TOWER);
    }

    /** Against {@code Qwen2VLImageProcessorPil} of transformers 5.24: pictures within the bounds, above, below, and of a size that stays. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void cutsPatchesAsTransformersDoes(int which) throws Exception {
        Path path = Path.of(
                QwenPicturesTest.class.getResource("qwenpictures.safetensors").toURI());
        Weights golden = Weights.of(SafetensorsFile.open("qwenpictures.safetensors", path))
                .at(Integer.toString(which));
        Image picture = Image.of(numbers(golden, "picture").map(level -> level / 255f));
        QwenPictures pictures = small(Map.of());

        QwenVisionGrid grid = pictures.grid(pictures.size(picture.width(), picture.height()));
        FloatTensor patches = pictures.patches(picture);

        FloatTensor size = numbers(golden, "grid");
        assertThat(grid.rows()).isEqualTo((int) size.at(0));
        assertThat(grid.columns()).isEqualTo((int) size.at(1));
        FloatTensor expected = numbers(golden, "patches");
        assertThat(patches.shape()).containsExactly(expected.shape());
        assertThat(patches.toArray()).containsExactly(expected.toArray(), within(1e-6f));
    }

    private static FloatTensor numbers(Weights file, String name) {
        Weight weight = file.find(name).orElseThrow();
        return FloatTensor.wrap(
                WeightData.floats(weight),
                Arrays.stream(weight.shape()).mapToInt(Math::toIntExact).toArray());
    }

    /** As {@code smart_resize} of transformers has it. */
    @ParameterizedTest
    @CsvSource({
        "1024, 1024, 1036, 1036",
        "384, 384, 392, 392",
        "1328, 800, 1316, 812",
        "70, 42, 56, 56",
        "98, 98, 112, 112",
        "5000, 4000, 4004, 3192",
        "20, 20, 56, 56",
        "2000, 11, 756, 28"
    })
    void sidesAreWholeTokens(int width, int height, int newWidth, int newHeight) {
        QwenVision published = QwenVision.of(Config.of("config.json", Map.of()));

        assertThat(QwenPictures.published(published).size(width, height)).isEqualTo(Size.of(newWidth, newHeight));
    }

    @Test
    void refusesPicturesThatAreTooNarrow() {
        assertThatThrownBy(() -> small(Map.of()).size(2001, 10))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2001x10");
    }

    @Test
    void takesTheBoundsByEitherName() {
        Config config =
                Config.of("preprocessor_config.json", Map.of("size", Map.of("shortest_edge", 16, "longest_edge", 64)));
        QwenPictures pictures = QwenPictures.of(config, TOWER);

        assertThat(pictures.least()).isEqualTo(16);
        assertThat(pictures.most()).isEqualTo(64);
        assertThat(QwenPictures.of(config.with(Map.of("max_pixels", 32)), TOWER).most())
                .isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({
        "patch_size, 14, which has 2",
        "merge_size, 1, which has 2",
        "resample, 2, BICUBIC",
        "do_normalize, false, is not supported",
        "min_pixels, 0, has to be above 0",
        "max_pixels, 63, at least 64 and at most 63",
    })
    void refusesWhatIsNotHere(String name, String value, String why) {
        Object told = value.equals("false") ? (Object) false : Integer.valueOf(value);

        assertThatThrownBy(() -> small(Map.of(name, told)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(why);
    }
}
