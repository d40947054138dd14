package dev.zograf.contrib.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.value.Image;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipNodesTest {

    @TempDir
    Path root;

    private <I extends Record, O extends Record> NodeHarness<I, O> harness(Node<I, O> node) {
        return NodeHarness.of(node).input(root).output(root);
    }

    private LoadZip.Out load() throws Exception {
        return harness(new LoadZip()).run(Map.of("file", "a.zip"));
    }

    private ZipOutputStream zip() throws Exception {
        return new ZipOutputStream(Files.newOutputStream(root.resolve("a.zip")));
    }

    @Test
    void whatIsSavedIsLoaded() throws Exception {
        List<Image> images = List.of(Samples.gradient(8, 8), Samples.noise(2, 16, 8, 1));
        List<String> prompts = List.of("a \"cat\"", "котка\n🐈", "");
        harness(new SaveZip()).run(Map.of("images", images, "prompts", prompts, "name", "a"));
        byte[] first = Files.readAllBytes(root.resolve("a.zip"));
        var out = load();
        assertThat(out.names()).containsExactly("0001.png", "0002.png", "0003.png");
        assertThat(out.prompts()).isEqualTo(prompts);
        assertThat(out.images()).extracting(Image::width).containsExactly(8, 16, 16);
        harness(new SaveZip()).run(Map.of("images", images, "prompts", prompts, "name", "a.zip"));
        assertThat(Files.readAllBytes(root.resolve("a.zip"))).isEqualTo(first);
        assertThatThrownBy(() -> harness(new SaveZip()).run(Map.of("images", images, "prompts", List.of("a"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1 prompts for 3 pictures");
        assertThatThrownBy(() -> harness(new SaveZip()).run(Map.of("images", images, "pattern", "../{index}")))
                .isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.png", "a/../../evil.png", "/etc/evil.png", "C:/evil.png", "a\\evil.png"})
    void namesThatLeadOutAreRefused(String name) throws Exception {
        try (ZipOutputStream out = zip()) {
            Pictures.put(out, "good.png", Pictures.png(8, 8));
            Pictures.put(out, name, Pictures.png(8, 8));
        }
        assertThatThrownBy(this::load)
                .isInstanceOf(BadFileException.class)
                .hasMessageContainingAll("a.zip", "evil.png", "do not trust");
    }

    @Test
    void bombsAreRefused() throws Exception {
        try (ZipOutputStream out = zip()) {
            Pictures.put(out, "bomb.png", new byte[8 << 20]);
        }
        assertThatThrownBy(this::load).isInstanceOf(BadFileException.class).hasMessageContaining("200 times");
        try (ZipOutputStream out = zip()) {
            byte[] noise = new byte[600_000];
            new Random(1).nextBytes(noise);
            Pictures.put(out, "a.png", Pictures.png(8, 8));
            Pictures.put(out, "b.png", noise);
            Pictures.put(out, "prompts.json", noise);
        }
        assertThatThrownBy(() -> harness(new LoadZip()).run(Map.of("file", "a.zip", "megabytes", 1)))
                .isInstanceOf(BadFileException.class);
        try (ZipOutputStream out = zip()) {
            for (int i = 0; i <= Archive.MAX_ENTRIES; i++) {
                Pictures.put(out, i + ".png", new byte[0]);
            }
        }
        assertThatThrownBy(this::load).isInstanceOf(BadFileException.class).hasMessageContaining("10000 are the most");
    }

    @Test
    void bytesAreCountedAsTheyCome() throws Exception {
        byte[] noise = new byte[700_000];
        new Random(1).nextBytes(noise);
        try (ZipOutputStream out = zip()) {
            Pictures.put(out, "a.png", noise);
            Pictures.put(out, "prompts.json", noise);
        }
        try (Archive archive = Archive.open("a.zip", root.resolve("a.zip"), 1 << 20)) {
            assertThat(archive.read("a.png")).hasSize(700_000);
            assertThatThrownBy(() -> archive.read("prompts.json"))
                    .isInstanceOf(BadFileException.class)
                    .hasMessageContaining("megabytes");
        }
    }

    @Test
    void damagedArchivesAreNamed() throws Exception {
        Files.writeString(root.resolve("a.zip"), "no archive");
        assertThatThrownBy(this::load).isInstanceOf(BadFileException.class).hasMessageContaining("no zip archive");
        try (ZipOutputStream out = zip()) {
            Pictures.put(out, "readme.txt", new byte[3]);
        }
        assertThatThrownBy(this::load).isInstanceOf(BadFileException.class).hasMessageContaining("0 pictures");
        try (ZipOutputStream out = zip()) {
            Pictures.put(out, "a.png", Pictures.png(8, 8));
            Pictures.put(out, "prompts.json", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(this::load).isInstanceOf(BadFileException.class).hasMessageContaining("prompts.json");
        Pictures.zip(root.resolve("a.zip"), 3);
        byte[] whole = Files.readAllBytes(root.resolve("a.zip"));
        Random random = new Random(4);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = i % 4 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int n = 0; n < 5 && damaged.length > 0; n++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(root.resolve("a.zip"), damaged);
            try {
                load();
            } catch (BadFileException e) {
                assertThat(e).hasMessageContaining("a.zip");
            }
        }
    }
}
