package dev.zograf.contrib.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.CancelledException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderNodesTest {

    @TempDir
    Path root;

    private Path in;
    private Path out;

    @BeforeEach
    void folders() throws Exception {
        in = Files.createDirectories(root.resolve("in"));
        out = root.resolve("out");
        Pictures.folder(in.resolve("cats"), 11);
        Pictures.folder(in.resolve("cats/more"), 1);
        Files.writeString(in.resolve("cats/readme.txt"), "no picture");
    }

    private <I extends Record, O extends Record> NodeHarness<I, O> harness(Node<I, O> node) {
        return NodeHarness.of(node).input(in).output(out);
    }

    @Test
    void picturesComeInTheOrderOfPeople() throws Exception {
        var all = harness(new LoadFolder()).run(Map.of("folder", "cats"));
        assertThat(all.names())
                .hasSize(11)
                .startsWith("cat-1.png", "cat-2.png", "cat-3.png")
                .endsWith("cat-11.png");
        assertThat(all.images()).extracting(Image::width).startsWith(8, 16, 24).endsWith(88);
        assertThat(all.images().get(0).pixels().toArray())
                .usingComparatorWithPrecision(0.003f)
                .containsExactly(Samples.gradient(8, 8).pixels().toArray());
        var some = harness(new LoadFolder()).run(Map.of("folder", "cats", "start", 9, "count", 5));
        assertThat(some.names()).containsExactly("cat-10.png", "cat-11.png");
        assertThat(some.total()).isEqualTo(11);
        assertThat(harness(new LoadFolder())
                        .run(Map.of("folder", "cats", "recursive", true))
                        .names())
                .hasSize(12)
                .contains("more/cat-1.png");
        assertThat(harness(new ListFolder())
                        .run(Map.of("folder", "cats", "pattern", "*-{1,2}.png"))
                        .files())
                .containsExactly("cats/cat-1.png", "cats/cat-2.png");
    }

    @Test
    void aChangedFolderIsReadAgain() throws Exception {
        Map<String, Object> inputs = Map.of("folder", "cats");
        String before = harness(new LoadFolder()).fingerprint(inputs);
        assertThat(harness(new LoadFolder()).fingerprint(inputs)).isEqualTo(before);
        Files.write(in.resolve("cats/cat-3.png"), Pictures.png(9, 9));
        String after = harness(new LoadFolder()).fingerprint(inputs);
        assertThat(after).isNotEqualTo(before);
        Files.delete(in.resolve("cats/cat-4.png"));
        assertThat(harness(new LoadFolder()).fingerprint(inputs)).isNotEqualTo(after);
    }

    @Test
    void nothingOutsideIsRead() throws Exception {
        Files.write(root.resolve("secret.png"), Pictures.png(8, 8));
        assertThatThrownBy(() -> harness(new LoadFolder()).run(Map.of("folder", "..")))
                .isInstanceOf(BadFileException.class);
        assertThatThrownBy(() -> harness(new ListFolder()).run(Map.of("folder", "/tmp")))
                .isInstanceOf(BadFileException.class);
        Files.createSymbolicLink(in.resolve("cats/link.png"), root.resolve("secret.png"));
        assertThatThrownBy(() -> harness(new LoadFolder()).run(Map.of("folder", "cats")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContainingAll("link.png", "symbolic link");
        Files.delete(in.resolve("cats/link.png"));
        Files.createSymbolicLink(in.resolve("cats/away"), root);
        assertThat(harness(new ListFolder())
                        .run(Map.of("folder", "cats", "pattern", "*.png", "recursive", true))
                        .count())
                .isEqualTo(12);
        Files.delete(in.resolve("cats/away"));
        Files.createSymbolicLink(in.resolve("cats/link.png"), in.resolve("cats/cat-1.png"));
        assertThat(harness(new LoadFolder()).run(Map.of("folder", "cats")).images())
                .hasSize(12);
        Files.createSymbolicLink(in.resolve("outside"), root);
        assertThatThrownBy(() -> harness(new LoadFolder()).run(Map.of("folder", "outside")))
                .isInstanceOf(BadFileException.class);
    }

    @Test
    void whatIsNoPictureIsNamed() throws Exception {
        assertThatThrownBy(() -> harness(new LoadFolder()).run(Map.of("folder", "cats", "pattern", "*.txt")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("cats/readme.txt");
        byte[] png = Pictures.png(64, 64);
        Files.write(in.resolve("cats/cat-5.png"), Arrays.copyOf(png, png.length / 2));
        assertThatThrownBy(() -> harness(new LoadFolder()).run(Map.of("folder", "cats")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("cat-5.png");
        assertThatThrownBy(() -> harness(new LoadFolder()).run(Map.of("folder", "cats", "pattern", "*.xyz")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("0 files fit");
        assertThatThrownBy(() -> harness(new LoadFolder()).run(Map.of("folder", "cats", "pattern", "{a")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no pattern");
        assertThatThrownBy(() -> harness(new LoadFolder()).run(Map.of("folder", "cats/readme.txt")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("no folder");
    }

    @Test
    void picturesAreSavedUnderTheirNames() throws Exception {
        List<Image> images = List.of(Samples.gradient(8, 8), Samples.noise(2, 16, 8, 1));
        var files = harness(new SaveImages())
                .run(Map.of(
                        "images",
                        images,
                        "pattern",
                        "set/{index}-{name}-{seed}",
                        "names",
                        List.of("a.png", "б", "c"),
                        "seed",
                        7L))
                .files();
        assertThat(files).hasSize(3);
        assertThat(out.resolve("set/0001-a-7.png")).exists();
        assertThat(out.resolve("set/0002-б-8.png")).exists();
        assertThat(out.resolve("set/0003-c-9.png")).exists();
        harness(new SaveImages()).run(Map.of("images", images, "format", "jpeg", "quality", 50));
        assertThat(out.resolve("0003.jpg")).exists();
    }

    @Test
    void badNamesAreRefusedBeforeAnythingIsWritten() {
        List<Image> images = List.of(Samples.noise(2, 16, 8, 1));
        assertThatThrownBy(() -> harness(new SaveImages()).run(Map.of("images", images, "pattern", "same")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("{index}");
        assertThatThrownBy(() -> harness(new SaveImages()).run(Map.of("images", images, "pattern", "{what}-{index}")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no meaning");
        assertThatThrownBy(() -> harness(new SaveImages()).run(Map.of("images", images, "pattern", "{name}")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0 names for 2 pictures");
        assertThatThrownBy(() -> harness(new SaveImages()).run(Map.of("images", images, "pattern", "../{index}")))
                .isInstanceOf(BadFileException.class);
        assertThatThrownBy(() -> harness(new SaveImages()).run(Map.of("images", List.of())))
                .isInstanceOf(InvalidInputException.class);
        assertThat(out).doesNotExist();
    }

    @Test
    void longFoldersCanBeCancelled() {
        assertThatThrownBy(() -> harness(new LoadFolder()).cancelAfter(2).run(Map.of("folder", "cats")))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void textsGoOutAndIn() throws Exception {
        harness(new SaveText()).run(Map.of("texts", List.of("котка", "a cat"), "name", "prompts"));
        assertThat(out.resolve("prompts.txt")).hasContent("котка\na cat\n");
        Files.writeString(in.resolve("a.txt"), "\ufeffкотка\n");
        assertThat(harness(new LoadText()).run(Map.of("file", "a.txt")).text()).isEqualTo("котка\n");
        Files.write(in.resolve("b.txt"), new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> harness(new LoadText()).run(Map.of("file", "b.txt")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("UTF-8");
    }
}
