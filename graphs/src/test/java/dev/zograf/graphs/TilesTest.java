package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tiles and previews with the models that ship. */
class TilesTest {

    private static final String PICTURE = """
            "load": { "type": "load-image@1", "in": { "image": { "from": "inputs.image" } } },
            """;

    private static Zograf zograf;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder().build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    private static Outputs run(String nodes, String outputs) {
        Workflow workflow = zograf.read(
                        "{ \"zograf\": 1, \"inputs\": { \"image\": { \"type\": \"text\" } }, \"nodes\": {" + PICTURE
                                + nodes + "}, \"outputs\": {" + outputs + "} }")
                .with("image", Checkout.file("graphs/pictures/txt2img.png"));
        return zograf.run(workflow);
    }

    private static double worst(FloatTensor a, FloatTensor b) {
        double worst = 0;
        for (int i = 0; i < a.size(); i++) {
            worst = Math.max(worst, Math.abs(a.at(i) - b.at(i)));
        }
        return worst;
    }

    private static double mean(FloatTensor a, FloatTensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += Math.abs(a.at(i) - b.at(i)) / a.size();
        }
        return sum;
    }

    @Test
    void tilesOfTheUpscalerLeaveNoSeam() {
        Outputs outputs =
                run("""
                "net": { "type": "load-upscaler@1", "in": {} },
                "small": { "type": "resize-image@1", "in": { "image": { "from": "load.image" }, "width": 150, "height": 111 } },
                "whole": { "type": "upscale@1",
                  "in": { "upscaler": { "from": "net.upscaler" }, "image": { "from": "small.image" }, "tile": 256 } },
                "tiled": { "type": "upscale@1",
                  "in": { "upscaler": { "from": "net.upscaler" }, "image": { "from": "small.image" }, "tile": 80 } }
                """, "\"whole\": { \"from\": \"whole.image\" }, \"tiled\": { \"from\": \"tiled.image\" }");

        FloatTensor whole = outputs.get("whole", Image.class).pixels();
        FloatTensor tiled = outputs.get("tiled", Image.class).pixels();
        assertThat(tiled.shape()).containsExactly(1, 3, 444, 600);
        assertThat(worst(whole, tiled)).isLessThan(1e-6);
    }

    @Test
    void tilesOfTheVaeAreNearTheWhole() {
        Outputs outputs = run("""
                "model": { "type": "load-model@1", "in": { "model": "emoji" } },
                "encoded": { "type": "encode@1", "in": { "vae": { "from": "model.vae" }, "image": { "from": "load.image" } } },
                "inTiles": { "type": "encode@1",
                  "in": { "vae": { "from": "model.vae" }, "image": { "from": "load.image" }, "tile": 160, "overlap": 64 } },
                "whole": { "type": "decode@1", "in": { "vae": { "from": "model.vae" }, "latent": { "from": "encoded.latent" } } },
                "tiled": { "type": "decode@1",
                  "in": { "vae": { "from": "model.vae" }, "latent": { "from": "encoded.latent" }, "tile": 160, "overlap": 64 } }
                """, """
                "whole": { "from": "whole.image" }, "tiled": { "from": "tiled.image" },
                "encoded": { "from": "encoded.latent" }, "inTiles": { "from": "inTiles.latent" }
                """);

        FloatTensor whole = outputs.get("whole", Image.class).pixels();
        FloatTensor tiled = outputs.get("tiled", Image.class).pixels();
        FloatTensor encoded = outputs.get("encoded", Latent.class).samples();
        FloatTensor inTiles = outputs.get("inTiles", Latent.class).samples();
        assertThat(mean(whole, tiled)).isPositive().isLessThan(0.02);
        assertThat(mean(encoded, inTiles)).isPositive().isLessThan(0.1);
    }

    @Test
    void previewsHaveTheColoursOfThePicture() {
        List<Image> rough = new CopyOnWriteArrayList<>();
        List<Image> decoded = new CopyOnWriteArrayList<>();
        String workflow = """
                { "zograf": 1, "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "emoji" } },
                    "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a red apple" } },
                    "rough": { "type": "sample@1",
                      "in": { "model": { "from": "model.denoiser" }, "positive": { "from": "prompt.conditioning" }, "steps": 6, "cfg": 4, "seed": 1 } },
                    "shown": { "type": "sample@1",
                      "in": { "model": { "from": "model.denoiser" }, "positive": { "from": "prompt.conditioning" }, "steps": 6, "cfg": 4, "seed": 1,
                              "preview": { "from": "model.vae" } } },
                    "decode": { "type": "decode@1", "in": { "vae": { "from": "model.vae" }, "latent": { "from": "rough.latent" } } } },
                  "outputs": { "image": { "from": "decode.image" }, "other": { "from": "shown.latent" } } }
                """;

        Outputs outputs = zograf.run(zograf.read(workflow), event -> {
            if (event instanceof RunEvent.Progress progress) {
                List<Image> seen = progress.node().equals("rough") ? rough : decoded;
                progress.preview().ifPresent(seen::add);
            }
        });

        FloatTensor picture = outputs.get("image", Image.class).pixels();
        assertThat(decoded.get(0).pixels().shape()).isEqualTo(picture.shape());
        FloatTensor last = rough.get(rough.size() - 1).pixels();
        assertThat(last.shape()).containsExactly(1, 3, 16, 16);
        assertThat(mean(last, averaged(picture, 4))).isLessThan(0.12);
    }

    private static FloatTensor averaged(FloatTensor x, int by) {
        int height = x.dim(2) / by;
        int width = x.dim(3) / by;
        float[] out = new float[3 * height * width];
        for (int i = 0; i < x.size(); i++) {
            int column = i % x.dim(3) / by;
            int row = i / x.dim(3) % x.dim(2) / by;
            out[(i / (x.dim(2) * x.dim(3)) * height + row) * width + column] += x.at(i) / (by * by);
        }
        return FloatTensor.wrap(out, 1, 3, height, width);
    }
}
