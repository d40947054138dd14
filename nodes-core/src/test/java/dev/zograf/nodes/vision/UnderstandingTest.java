package dev.zograf.nodes.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeDualEncoder;
import dev.zograf.testkit.fake.FakeImageEncoder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The nodes over an encoder that knows three colours. */
class UnderstandingTest {

    private static final Image RED = colour(1, 0, 0, 5);
    private static final Image GREEN = colour(0, 1, 0, 9);
    private static final Image BLUE = colour(0, 0, 1, 2);

    private static Image colour(float red, float green, float blue, int side) {
        float[] pixels = new float[3 * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i < side * side ? red : i < 2 * side * side ? green : blue;
        }
        return Image.of(FloatTensor.wrap(pixels, 1, 3, side, side));
    }

    @Test
    void ranksPicturesOfAnySizeByAPrompt() throws Exception {
        RankImages.Out out = NodeHarness.of(new RankImages())
                .run(Map.of(
                        "clip", new FakeDualEncoder(), "images", List.of(RED, GREEN, BLUE), "prompt", "a green thing"));

        assertThat(out.order()).containsExactly(1, 0, 2);
        assertThat(out.best().size()).isEqualTo(GREEN.size());
        assertThat(out.scores().get(0)).isCloseTo(1, within(1e-6));
    }

    @Test
    void whatIsNotWantedIsSubtractedAndTheRestDropped() throws Exception {
        RankImages.Out out = NodeHarness.of(new RankImages())
                .run(Map.of(
                        "clip",
                        new FakeDualEncoder(),
                        "images",
                        List.of(RED, GREEN, BLUE),
                        "prompt",
                        "red or blue",
                        "negative",
                        "red",
                        "keep",
                        1));

        assertThat(out.order()).containsExactly(2);
    }

    @Test
    void classifiesWithLabelsInOneTextOrSeveral() throws Exception {
        ClassifyImage.Out out = NodeHarness.of(new ClassifyImage())
                .run(Map.of(
                        "clip",
                        new FakeDualEncoder(),
                        "images",
                        List.of(BLUE, RED),
                        "labels",
                        List.of("red | green", "blue"),
                        "templates",
                        "a {} thing\nsomething {}"));

        assertThat(out.label()).isEqualTo("blue");
        assertThat(out.best()).containsExactly("blue", "red");
        assertThat(out.probabilities().toString()).isEqualTo("float32[2, 3]");
        assertThat(out.text()).startsWith("blue 1.000\n");
        assertThat(out.score()).isBetween(0.99, 1.0);
    }

    @Test
    void labelsStayAsTheyAreAndMayBeEmpty() throws Exception {
        ClassifyImage.Out out = NodeHarness.of(new ClassifyImage())
                .run(Map.of(
                        "clip",
                        new FakeDualEncoder(),
                        "images",
                        List.of(BLUE),
                        "labels",
                        List.of("", " red ", "a| blue ||")));

        assertThat(out.text().lines()).hasSize(4).anyMatch(line -> line.startsWith(" red  "));
        assertThat(out.label()).isEqualTo("blue");
        assertThat(out.probabilities().toString()).isEqualTo("float32[1, 4]");
    }

    @Test
    void labelsThatAreAllEmptyAreNone() {
        assertThatThrownBy(() -> NodeHarness.of(new ClassifyImage())
                        .run(Map.of("clip", new FakeDualEncoder(), "images", List.of(RED), "labels", List.of("", " "))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no label to choose from");
    }

    @Test
    void templatesNeedAPlaceForTheLabel() {
        assertThatThrownBy(() -> NodeHarness.of(new ClassifyImage())
                        .run(Map.of(
                                "clip",
                                new FakeDualEncoder(),
                                "images",
                                List.of(RED),
                                "labels",
                                List.of("red"),
                                "templates",
                                "a photo")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("{}");
    }

    @Test
    void similarityIsACosineTimesWhatTheModelLearned() throws Exception {
        FloatTensor a = FloatTensor.of(new float[] {3, 0, 0, 2}, 2, 2);
        FloatTensor b = FloatTensor.of(new float[] {1, 1}, 1, 2);

        assertThat(NodeHarness.of(new Similarity())
                        .run(Map.of("a", a, "b", b))
                        .similarity()
                        .toArray())
                .containsExactly(new float[] {(float) Math.sqrt(0.5), (float) Math.sqrt(0.5)}, within(1e-6f));
        assertThat(NodeHarness.of(new Similarity())
                        .run(Map.of("a", a, "b", b, "clip", new FakeDualEncoder()))
                        .first())
                .isCloseTo(10 * Math.sqrt(0.5), within(1e-5));
        assertThatThrownBy(() -> NodeHarness.of(new Similarity()).run(Map.of("a", a, "b", Samples.normal(1, 2, 3))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("use the same model for both");
    }

    @Test
    void embeddingsAreNormalisedUnlessAskedOtherwise() throws Exception {
        Map<String, Object> in = Map.of("encoder", new FakeImageEncoder(), "images", List.of(RED), "normalise", false);

        assertThat(NodeHarness.of(new EmbedImage()).run(in).embedding().toArray())
                .containsExactly(0.5f, -0.5f, -0.5f);
        assertThat(NodeHarness.of(new EmbedImage())
                        .run(Map.of("encoder", new FakeImageEncoder(), "images", List.of(RED)))
                        .embedding()
                        .toArray())
                .containsExactly(new float[] {0.57735f, -0.57735f, -0.57735f}, within(1e-5f));
    }
}
