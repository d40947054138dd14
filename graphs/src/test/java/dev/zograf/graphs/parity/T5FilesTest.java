package dev.zograf.graphs.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.BadFileException;
import dev.zograf.nodes.prompt.T5Tokenizer;
import dev.zograf.nodes.prompt.T5TokenizerFiles;
import dev.zograf.runtime.model.ModelFolder;
import dev.zograf.testkit.fake.FakeCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both files of a tokenizer of T5 say the same, and a damaged one is refused or gives some tokens, but never hangs. */
class T5FilesTest {

    private static final List<String> ODD = List.of(
            "cat",
            "photo",
            "  ",
            "\t",
            "▁",
            "</s>",
            "<pad",
            "<extra_id_1",
            "0>",
            "\u0301",
            "\ufb01",
            "\u200b",
            "\ufdfa",
            "①");

    private final Random random = new Random(5);

    private static Path folder() throws Exception {
        return ParityTest.root().resolve("_shared/t5_tokenizer");
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> out.append(ODD.get(random.nextInt(ODD.size())));
                case 1 -> out.append((char) random.nextInt(' ', 127));
                case 2 -> out.append((char) random.nextInt(0x3000));
                default -> out.appendCodePoint(random.nextInt(0x10000, 0x20000));
            }
        }
        return out.toString();
    }

    @Test
    void bothFilesGiveTheSameTokens() throws Exception {
        T5Tokenizer json = T5TokenizerFiles.read(ModelFolder.open("json", folder()), "");
        try (T5ModelFile model = T5ModelFile.of(folder())) {
            T5Tokenizer spiece = T5TokenizerFiles.read(model.checkpoint(), "");
            for (int i = 0; i < 5000; i++) {
                String text = text();
                assertThat(spiece.encode(text)).as(text).isEqualTo(json.encode(text));
            }
        }
    }

    @Test
    void survivesAnyDamage() throws Exception {
        byte[] whole = Files.readAllBytes(folder().resolve("spiece.model"));
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = Arrays.copyOf(whole, round % 4 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int i = random.nextInt(round % 2 == 0 ? 4 : 3000); i >= 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                T5TokenizerFiles.read(new FakeCheckpoint("damaged").withBytes("spiece.model", bytes), "")
                        .encode(text());
            } catch (BadFileException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 1000);
    }
}
