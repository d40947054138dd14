package dev.zograf.contrib.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnimationNodesTest {

    private static final List<Image> FRAMES =
            List.of(Samples.gradient(40, 30), Samples.noise(1, 40, 30, 1), Samples.gradient(40, 30));

    @TempDir
    Path root;

    private <I extends Record, O extends Record> NodeHarness<I, O> harness(Node<I, O> node) {
        return NodeHarness.of(node).input(root).output(root);
    }

    private static double difference(Image a, Image b) {
        double sum = 0;
        for (int i = 0; i < a.pixels().size(); i++) {
            sum += Math.abs(a.pixels().at(i) - b.pixels().at(i));
        }
        return sum / a.pixels().size();
    }

    @ParameterizedTest
    @CsvSource({
        "a.gif, false, 0.08",
        "a.png, false, 0.002",
        "a.apng, false, 0.002",
        "a.webp, true, 0.002",
        "a.webp, false, 0.25"
    })
    void whatIsSavedIsLoaded(String name, boolean lossless, double most) throws Exception {
        harness(new SaveAnimation())
                .run(Map.of(
                        "images",
                        FRAMES,
                        "name",
                        name,
                        "lossless",
                        lossless,
                        "delays",
                        List.of(100, 50, 200),
                        "loops",
                        3));
        var read = harness(new LoadAnimation()).run(Map.of("file", name));
        assertThat(read.images()).hasSize(3);
        assertThat(read.image().batch()).isEqualTo(3);
        assertThat(read.delays()).containsExactly(100, 50, 200);
        assertThat(read.loops()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(difference(read.images().get(i), FRAMES.get(i)))
                    .as("picture " + i)
                    .isLessThan(most);
        }
        var some = harness(new LoadAnimation()).run(Map.of("file", name, "start", 1, "count", 1));
        assertThat(some.images()).hasSize(1);
        assertThat(difference(some.image(), FRAMES.get(1))).isLessThan(most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gif", "a.png", "a.webp"})
    void thePaceIsKept(String name) throws Exception {
        harness(new SaveAnimation()).run(Map.of("images", FRAMES, "name", name, "fps", 10));
        var read = harness(new LoadAnimation()).run(Map.of("file", name));
        assertThat(read.fps()).isEqualTo(10);
        assertThat(read.loops()).isZero();
    }

    @Test
    void filesAreNumberedOnAndTheFormatMayBeSaidApart() throws Exception {
        Map<String, Object> in =
                Map.of("images", FRAMES, "name", "films/a", "format", "webp", "numbered", true, "lossless", true);
        String first = harness(new SaveAnimation()).run(in).file();
        String second = harness(new SaveAnimation()).run(in).file();

        assertThat(first).endsWith("a-0001.webp").isNotEqualTo(second);
        assertThat(second).endsWith("a-0002.webp");
        assertThat(harness(new LoadAnimation())
                        .run(Map.of("file", "films/a-0002.webp"))
                        .images())
                .hasSize(3);
        harness(new SaveAnimation()).run(Map.of("images", FRAMES, "name", "b.PNG", "format", "png"));
        assertThat(root.resolve("b.PNG")).exists();
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> harness(new SaveAnimation()).run(Map.of("images", FRAMES, "name", "a.mp4")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(".webp");
        assertThatThrownBy(() -> harness(new SaveAnimation()).run(Map.of("images", FRAMES, "delays", List.of(1))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 delays for 3");
        assertThatThrownBy(() -> harness(new SaveAnimation()).run(Map.of("images", FRAMES, "name", "a.gif", "fps", 60)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("50");
        assertThatThrownBy(() -> harness(new SaveAnimation())
                        .run(Map.of("images", List.of(FRAMES.get(0), Samples.gradient(8, 8)))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("40x30");
        assertThatThrownBy(() -> harness(new SaveAnimation()).run(Map.of("images", FRAMES, "name", "../a.gif")))
                .isInstanceOf(BadFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gif", "a.png", "a.webp"})
    void damagedFilesAreReadOrNamed(String name) throws Exception {
        harness(new SaveAnimation()).run(Map.of("images", FRAMES, "name", name));
        byte[] whole = Files.readAllBytes(root.resolve(name));
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int n = 0; n < 4 && damaged.length > 40; n++) {
                damaged[40 + random.nextInt(damaged.length - 40)] = (byte) random.nextInt();
            }
            Files.write(root.resolve("damaged"), damaged);
            try {
                assertThat(harness(new LoadAnimation())
                                .run(Map.of("file", "damaged"))
                                .images())
                        .isNotEmpty();
            } catch (BadFileException e) {
                assertThat(e).hasMessageContaining("damaged");
            }
        }
    }

    @Test
    void anImpossibleSizeIsRefusedBeforeItIsDecoded() throws Exception {
        harness(new SaveAnimation()).run(Map.of("images", FRAMES, "name", "a.png"));
        byte[] png = Files.readAllBytes(root.resolve("a.png"));
        png[16] = 0x7f;
        Files.write(root.resolve("a.png"), png);
        assertThatThrownBy(() -> harness(new LoadAnimation()).run(Map.of("file", "a.png")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("states a size");
        Files.writeString(root.resolve("a.txt"), "this is no picture, but it is long enough to have a header");
        assertThatThrownBy(() -> harness(new LoadAnimation()).run(Map.of("file", "a.txt")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("no GIF, PNG or WebP");
    }
}
