package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.model.Config;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.graphs.parity.TensorFile;
import dev.zograf.runtime.json.JsonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The default model paints from prompt and seed alone what PyTorch painted, and the upscaler enlarges it as PyTorch did. */
class EmojiTest {

    private static final String WORKFLOW = """
            { "zograf": 1,
              "inputs": {
                "prompt": { "type": "text" }, "negative": { "type": "text" }, "seed": { "type": "integer" },
                "steps": { "type": "integer" }, "cfg": { "type": "number" } },
              "nodes": {
                "model": { "type": "load-model@1", "in": { "model": "emoji" } },
                "prompt": {
                  "type": "encode-text@1",
                  "in": { "encoder": { "from": "model.text" }, "text": { "from": "inputs.prompt" } } },
                "negative": {
                  "type": "encode-text@1",
                  "in": { "encoder": { "from": "model.text" }, "text": { "from": "inputs.negative" } } },
                "latent": { "type": "empty-latent@1", "in": { "model": { "from": "model.denoiser" } } },
                "sample": {
                  "type": "sample@1",
                  "in": {
                    "model": { "from": "model.denoiser" },
                    "positive": { "from": "prompt.conditioning" }, "negative": { "from": "negative.conditioning" },
                    "latent": { "from": "latent.latent" }, "seed": { "from": "inputs.seed" },
                    "steps": { "from": "inputs.steps" }, "cfg": { "from": "inputs.cfg" } } },
                "decode": {
                  "type": "decode@1", "in": { "vae": { "from": "model.vae" }, "latent": { "from": "sample.latent" } } },
                "upscaler": { "type": "load-upscaler@1", "in": { "model": "realesr-animevideov3-x4" } },
                "upscale": {
                  "type": "upscale@1",
                  "in": { "upscaler": { "from": "upscaler.upscaler" }, "image": { "from": "decode.image" } } } },
              "outputs": { "image": { "from": "decode.image" }, "large": { "from": "upscale.image" } } }
            """;

    /** A step of 8 bits, and half a one for rounding: one hundredth at the small size grows little through the upscaler. */
    private static final double LARGE_TOLERANCE = 0.02;

    private static final Zograf ENGINE = Zograf.builder().build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @TestFactory
    Stream<DynamicTest> paintsWhatPyTorchPainted() throws Exception {
        Path folder = Path.of(EmojiTest.class.getResource("/emoji-expected").toURI());
        Config cases = Config.of(
                "cases.json", JsonConfig.parse("cases.json", Files.readAllBytes(folder.resolve("cases.json"))));
        TensorFile expected = TensorFile.read(folder.resolve("expected.safetensors"));
        double tolerance = cases.object("tolerance").orElseThrow().number("max_abs");
        List<DynamicTest> tests = new ArrayList<>();
        for (Object entry : (List<?>) cases.raw("cases").orElseThrow()) {
            Config one = Config.of("cases.json", asMap(entry));
            tests.add(DynamicTest.dynamicTest(one.text("prompt"), () -> paint(one, expected, folder, tolerance)));
        }
        return tests.stream();
    }

    private static void paint(Config one, TensorFile expected, Path folder, double tolerance) throws IOException {
        Workflow workflow = ENGINE.read(WORKFLOW)
                .with("prompt", one.text("prompt"))
                .with("negative", one.text("negative"))
                .with("seed", one.integer("seed"))
                .with("steps", one.integer("steps"))
                .with("cfg", one.number("cfg"));
        Outputs outputs = ENGINE.run(workflow);

        Image small = outputs.get("image", Image.class);
        assertThat(small.size()).hasToString(one.text("size"));
        assertThat(worst(small.pixels(), expected.get(one.text("tensor")))).isCloseTo(0, within(tolerance));

        Image large = Image.of(ImageIO.read(folder.resolve(one.text("x4")).toFile()));
        assertThat(worst(outputs.get("large", Image.class).pixels(), large.pixels()))
                .isCloseTo(0, within(LARGE_TOLERANCE));
    }

    private static double worst(FloatTensor actual, FloatTensor wanted) {
        assertThat(actual.shape()).isEqualTo(wanted.shape());
        double worst = 0;
        for (int i = 0; i < wanted.size(); i++) {
            worst = Math.max(worst, Math.abs((double) actual.at(i) - wanted.at(i)));
        }
        return worst;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> asMap(Object entry) {
        return (Map<String, ?>) entry;
    }
}
