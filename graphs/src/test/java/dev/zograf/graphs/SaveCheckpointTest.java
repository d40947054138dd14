package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.runtime.model.ModelFile;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that are written as they stand in a workflow, and loaded again. */
class SaveCheckpointTest {

    private static final String MODEL = "\"model\": { \"type\": \"load-model@1\", \"in\": { \"model\": \"emoji\" } }";

    private static final String LOADED = MODEL + """
            , "lora": { "type": "load-lora@1", "in": { "model": { "from": "model.denoiser" }, "encoder": { "from": "model.text" },
              "lora": "blue-hearts" } }""";

    private static final String SAVED = """
            { "zograf": 1, "nodes": { LOADED, "saved": { "type": "save-checkpoint@1", "in": { "model": { "from": "FROM.denoiser" }, "text": { "from": "FROM.text" },
              "vae": { "from": "model.vae" }, "name": "mine/hearts", "numbered": true, "type": "TYPE" } } },
            "outputs": { "file": { "from": "saved.file" } } }""";

    private static final String PAINTED = """
            { "zograf": 1, "nodes": { %s,
              "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "%s.text" }, "text": "a red heart" } },
              "sample": { "type": "sample@1", "in": { "model": { "from": "%s.denoiser" }, "positive": { "from": "prompt.conditioning" },
                "steps": 3, "cfg": 4, "seed": 1 } },
              "image": { "type": "decode@1", "in": { "vae": { "from": "%s.vae" }, "latent": { "from": "sample.latent" } } } },
            "outputs": { "latent": { "from": "sample.latent" }, "image": { "from": "image.image" } } }
            """;

    @TempDir
    private Path folder;

    private Zograf zograf() {
        return Zograf.builder()
                .models(Checkout.file("graphs/loras"))
                .models(folder)
                .output(folder)
                .build();
    }

    private static String saved(String nodes, String from, String type) {
        return SAVED.replace("LOADED", nodes).replace("FROM", from).replace("TYPE", type);
    }

    private static FloatTensor painted(Zograf zograf, String nodes, String model, String vae) {
        return zograf.run(zograf.read(String.format(PAINTED, nodes, model, model, vae)))
                .get("latent", Latent.class)
                .samples();
    }

    private static double distance(FloatTensor a, FloatTensor b) {
        double most = 0;
        for (int i = 0; i < a.size(); i++) {
            most = Math.max(most, Math.abs(a.at(i) - b.at(i)));
        }
        return most;
    }

    @Test
    void paintAsBeforeWithTheirLoras() throws IOException {
        try (Zograf zograf = zograf()) {
            FloatTensor before = painted(zograf, LOADED, "lora", "model");
            FloatTensor plain = painted(zograf, LOADED, "model", "model");
            zograf.run(zograf.read(saved(LOADED, "lora", "auto")));
            zograf.run(zograf.read(saved(LOADED, "lora", "float16")));

            Path exact = folder.resolve("mine/hearts-0001.safetensors");
            Path half = folder.resolve("mine/hearts-0002.safetensors");
            // What the LoRA changes became 32-bit floats.
            assertThat(Files.size(half)).isLessThan(Files.size(exact));
            // Its sizes are those of no published model.
            String again = """
                    "again": { "type": "load-model@1", "in": { "model": "mine/hearts-0001.safetensors", "config": "emoji" } }""";
            FloatTensor after = painted(zograf, again, "again", "again");
            FloatTensor rounded = painted(zograf, again.replace("0001", "0002"), "again", "again");

            assertThat(distance(before, plain)).isGreaterThan(0.05);
            assertThat(distance(after, before)).isLessThan(1e-3);
            assertThat(distance(rounded, before)).isLessThan(0.05);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sd15-tiny, singlefile/sd15-ldm/tiny-sd15-pruned.safetensors",
        "sd2-tiny, singlefile/sd2-ldm/tiny-sd2-pruned.safetensors",
        "sdxl-tiny, sdxl/singlefile/tiny-xl.safetensors"
    })
    void areTheOriginalFiles(String model, String wanted) {
        String parity = "graphs/src/test/resources/parity/";
        String saved = saved(MODEL.replace("emoji", model), "model", "auto");
        try (Zograf zograf = Zograf.builder()
                .models(Checkout.file(parity + "_models"))
                .output(folder)
                .build()) {
            zograf.run(zograf.read(saved));
        }
        Weights actual = ModelFile.open("actual", folder.resolve("mine/hearts-0001.safetensors"))
                .weights("");
        Weights expected =
                ModelFile.open("expected", Checkout.file(parity + wanted)).weights("");
        assertThat(expected.names()).containsAll(actual.names());
        assertThat(actual.names()).hasSizeGreaterThan(100);
        for (String name : actual.names()) {
            assertThat(WeightData.bytes(actual.find(name).orElseThrow()))
                    .as(name)
                    .isEqualTo(WeightData.bytes(expected.find(name).orElseThrow()));
        }
    }
}
