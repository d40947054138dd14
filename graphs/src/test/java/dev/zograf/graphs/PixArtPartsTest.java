package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny PixArt-Sigma, whole and in folders of its own for each part. */
class PixArtPartsTest {

    private static final Path WHOLE = Checkout.file("graphs/src/test/resources/parity/_models/pixart-tiny");

    private Zograf zograf;

    @TempDir
    private Path models;

    @BeforeEach
    void open() throws IOException {
        copy("whole", "");
        copy("t5", "text_encoder");
        copy("t5", "tokenizer");
        copy("transformer", "transformer");
        copy("transformer", "vae");
        copy("vae", "vae");
        zograf = Zograf.builder().models(models).build();
    }

    @AfterEach
    void close() {
        zograf.close();
    }

    /** @param part of the model that is copied; empty for all of it */
    private void copy(String to, String part) throws IOException {
        try (Stream<Path> files = Files.walk(WHOLE.resolve(part))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = models.resolve(to).resolve(WHOLE.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private float[] painted(String loaders, String denoiser, String text, String vae) {
        String json = """
                { "zograf": 1,
                  "nodes": {
                    LOADERS,
                    "positive": { "type": "encode-prompt@1",
                      "in": { "encoder": { "from": "TEXT.text" }, "text": "a fox", "syntax": "comfy" } },
                    "negative": { "type": "encode-text@1",
                      "in": { "encoder": { "from": "TEXT.text" }, "text": "blurry" } },
                    "empty": { "type": "empty-latent@1",
                      "in": { "model": { "from": "DENOISER.denoiser" }, "width": 24, "height": 40, "batch": 2 } },
                    "sample": { "type": "sample@1",
                      "in": { "model": { "from": "DENOISER.denoiser" }, "positive": { "from": "positive.conditioning" },
                        "negative": { "from": "negative.conditioning" }, "latent": { "from": "empty.latent" },
                        "steps": 3, "cfg": 4.5, "seed": 7 } },
                    "decode": { "type": "decode@1",
                      "in": { "vae": { "from": "VAE.vae" }, "latent": { "from": "sample.latent" } } } },
                  "outputs": { "image": { "from": "decode.image" } } }
                """.replace("LOADERS", loaders)
                .replace("DENOISER", denoiser)
                .replace("TEXT", text)
                .replace("VAE", vae);
        return zograf.run(zograf.read(json)).get("image", Image.class).pixels().toArray();
    }

    private float[] inParts(String family) {
        return painted(
                "\"net\": { \"type\": \"load-unet@1\", \"in\": { \"unet\": \"transformer\" } },"
                        + " \"t5\": { \"type\": \"load-text-encoder@1\", \"in\": { \"encoder\": \"t5\"" + family
                        + " } },"
                        + " \"vae\": { \"type\": \"load-vae@1\", \"in\": { \"vae\": \"vae\" } }",
                "net",
                "t5",
                "vae");
    }

    /** The folder of the transformer has no scheduler: what the published models were trained with stands in. */
    @Test
    void partsPaintAsTheWholeDoes() {
        float[] whole = painted(
                "\"model\": { \"type\": \"load-model@1\", \"in\": { \"model\": \"whole\" } }",
                "model",
                "model",
                "model");

        assertThat(whole).hasSize(2 * 3 * 24 * 40);
        assertThat(inParts(", \"family\": \"pixart\"")).isEqualTo(whole);
    }

    @Test
    void aT5AloneIsRefusedWhereNobodySaysForWhat() {
        assertThatThrownBy(() -> inParts("")).hasStackTraceContaining("say it by the input \"family\"");
    }
}
