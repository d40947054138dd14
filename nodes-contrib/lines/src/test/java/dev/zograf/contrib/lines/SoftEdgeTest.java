package dev.zograf.contrib.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.ort.OrtBackend;
import dev.zograf.tensor.WeightData;
import dev.zograf.testkit.NodeHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A network of few channels and random weights in the layout of ControlNet's, and the edges that PyTorch and cv2 give with it. */
class SoftEdgeTest {

    private static ModelRoots models;
    private static EngineNetworks networks;

    @BeforeAll
    static void open() throws Exception {
        models = new ModelRoots(List.of(Pictures.models()), new BundledModels(SoftEdgeTest.class.getClassLoader()));
        networks = OrtBackend.networks(NetworkOptions.defaults());
    }

    @AfterAll
    static void close() {
        networks.close();
        models.close();
    }

    private static Image edges(Map<String, Object> in) throws Exception {
        return NodeHarness.of(new SoftEdge(models, networks)).run(in).image();
    }

    @Test
    void theEdgesAreThoseOfPyTorch() throws Exception {
        float[] expected = WeightData.floats(
                models.open("", "tiny-hed-edges").weights("").find("edges").orElseThrow());

        Image image = edges(Map.of("image", Pictures.pattern(45, 37), "model", "tiny-hed"));

        assertThat(image.size()).hasToString("45x37");
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) image.pixels().at(i)).as("pixel " + i).isCloseTo(expected[i], within(2e-5));
        }
    }

    @Test
    void resolutionsAreMultiplesOf64() throws Exception {
        assertThat(edges(Map.of("image", Pictures.pattern(45, 37), "model", "tiny-hed", "resolution", 120))
                        .size())
                .hasToString("128x128");
    }

    @Test
    void withoutWeightsItSaysWhereTheyBelong() {
        assertThatThrownBy(() -> edges(Map.of("image", Pictures.pattern(20, 20))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContainingAll("ControlNetHED", "annotators", "ZOGRAF_MODELS", "contrib.canny");
    }

    @Test
    void otherWeightsAndTooSmallPicturesAreRefused() {
        assertThatThrownBy(() -> edges(Map.of("image", Pictures.pattern(20, 20), "model", "tiny-hed-edges")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContainingAll("tiny-hed-edges", "block1.convs.0.weight");
        assertThatThrownBy(() -> edges(Map.of("image", Pictures.pattern(20, 9), "model", "tiny-hed")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("20x9", "16x16");
    }
}
