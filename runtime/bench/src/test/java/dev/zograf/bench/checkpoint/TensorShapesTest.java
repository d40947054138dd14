package dev.zograf.bench.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorShapesTest {

    private static long parameters(Map<String, long[]> shapes) {
        return shapes.values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
                .sum();
    }

    @Test
    void networksHaveAsManyParametersAsThePublishedOnes() {
        assertThat(parameters(
                        TensorShapes.unet(4, 4, List.of(320, 640, 1280, 1280), List.of(1, 1, 1, 0), 2, 768, false)))
                .isEqualTo(859_520_964);
        long xl = parameters(TensorShapes.unet(4, 4, List.of(320, 640, 1280), List.of(0, 2, 10), 2, 2048, true));
        assertThat(xl + parameters(TensorShapes.addition(320, 2816))).isEqualTo(2_567_463_684L);
        assertThat(parameters(TensorShapes.vae(4, List.of(128, 256, 512, 512), 2)))
                .isEqualTo(83_653_863);
        assertThat(parameters(TensorShapes.clipText(49408, 77, 768, 12, 3072))).isEqualTo(123_060_480);
        assertThat(parameters(TensorShapes.controlNet(List.of(320, 640, 1280, 1280), 2, 768)))
                .isEqualTo(361_279_120);
    }

    @Test
    void sizesAreCountedInTheTypeOfTheFile() {
        assertThat(RandomCheckpoint.stableDiffusion15(DType.F16).bytes())
                .isEqualTo(2 * (859_520_964L + 83_653_863 + 123_060_480));
    }
}
