package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Less precise numbers paint nearly the same picture. Where the processor lacks the instructions the picture is that of float32, which is
 * even nearer.
 */
class PrecisionTest {

    private static final Pattern WORKFLOW = Pattern.compile("```json\\n(\\{ \"zograf\".*?)```", Pattern.DOTALL);

    private static final String WITH_LORA = """
            { "zograf": 1, "inputs": { "model": { "type": "text" }, "lora": { "type": "text" } },
              "nodes": {
                "model": { "type": "load-model@1", "in": { "model": { "from": "inputs.model" } } },
                "lora": { "type": "load-lora@1", "in": { "model": { "from": "model.denoiser" }, "encoder": { "from": "model.text" },
                          "lora": { "from": "inputs.lora" } } },
                "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "lora.text" }, "text": "a cat" } },
                "sample": { "type": "sample@1", "in": { "model": { "from": "lora.denoiser" },
                            "positive": { "from": "prompt.conditioning" }, "steps": 2 } },
                "decode": { "type": "decode@1", "in": { "vae": { "from": "model.vae" }, "latent": { "from": "sample.latent" } } } },
              "outputs": { "image": { "from": "decode.image" } } }
            """;

    private static final String WITHOUT_LORA = """
            { "zograf": 1,
              "nodes": {
                "model": { "type": "load-model@1", "in": { "model": "MODEL" } },
                "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a cat" } },
                "sample": { "type": "sample@1", "in": { "model": { "from": "model.denoiser" },
                            "positive": { "from": "prompt.conditioning" }, "steps": 4, "cfg": 4 } },
                "decode": { "type": "decode@1", "in": { "vae": { "from": "model.vae" }, "latent": { "from": "sample.latent" } } } },
              "outputs": { "image": { "from": "decode.image" } } }
            """;

    /** What is believed to be good enough: below it nothing would be on by default. */
    private static final double DECIBELS = 30;

    @ParameterizedTest
    @CsvSource({
        "bfloat16, a red apple, 1",
        "bfloat16, котка, 2",
        "int8, a red apple, 1",
        "int8, котка, 2",
        "int8, a hamburger, 3",
        "float16, a red apple, 1",
        "float16, котка, 2"
    })
    void picturesStayNearToThoseOfFloat32(String precision, String prompt, long seed) {
        assertThat(decibels(paint("float32", prompt, seed), paint(precision, prompt, seed)))
                .isGreaterThan(DECIBELS);
    }

    /** Branches of a LoRA are layers whose weights, and how many outputs they have, come at each run. */
    @ParameterizedTest
    @CsvSource({"float16", "bfloat16", "int8"})
    void branchesOfLorasAreComputedAlike(String precision) {
        Image exact = withLora("float32");

        assertThat(decibels(exact, withLora(precision))).isGreaterThan(DECIBELS);
    }

    private static Image withLora(String precision) {
        String parity = "graphs/src/test/resources/parity/";
        try (Zograf zograf = Zograf.builder().precision(precision).build()) {
            return zograf.run(zograf.read(WITH_LORA)
                            .with(
                                    "model",
                                    Checkout.file(parity + "_models/sd15-tiny").toString())
                            .with(
                                    "lora",
                                    Checkout.file(parity + "lora/kohya-locon/lora.safetensors")
                                            .toString()))
                    .get("image", Image.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sd15-tiny, float16",
        "sd15-tiny, bfloat16",
        "sd15-tiny, int8",
        "sd2-tiny, float16",
        "sd2-tiny, bfloat16",
        "sd2-tiny, int8",
        "sdxl-tiny, float16",
        "sdxl-tiny, bfloat16",
        "sdxl-tiny, int8"
    })
    void goldenCheckpointsStayNearToFloat32(String model, String precision) {
        String workflow = WITHOUT_LORA.replace("MODEL", model);
        assertThat(decibels(image(workflow, "float32"), image(workflow, precision)))
                .isGreaterThan(DECIBELS);
    }

    @Test
    void theWorkflowOfThePageSaysItsPrecisionItself() {
        Matcher blocks = WORKFLOW.matcher(Checkout.text("docs/precision.md"));
        assertThat(blocks.find()).isTrue();
        String workflow = blocks.group(1);
        String exact = workflow.replace("bfloat16", "float32");
        assertThat(exact).isNotEqualTo(workflow);
        assertThat(decibels(image(exact, "auto"), image(workflow, "auto"))).isGreaterThan(DECIBELS);
        // What a model says counts, whatever the engine was told.
        assertThat(image(exact, "int8").pixels().toArray())
                .isEqualTo(image(exact, "auto").pixels().toArray());
    }

    private static Image paint(String precision, String prompt, long seed) {
        try (Zograf zograf = Zograf.builder().precision(precision).build()) {
            return zograf.run(zograf.read(Checkout.file("graphs/workflows/txt2img.json"))
                            .with("prompt", prompt)
                            .with("seed", seed))
                    .get("image", Image.class);
        }
    }

    private static Image image(String workflow, String precision) {
        try (Zograf zograf = Zograf.builder()
                .precision(precision)
                .models(Checkout.file("graphs/src/test/resources/parity/_models"))
                .build()) {
            return zograf.run(zograf.read(workflow)).get("image", Image.class);
        }
    }

    private static double decibels(Image one, Image other) {
        FloatTensor difference = one.pixels().minus(other.pixels());
        double sum = 0;
        for (int i = 0; i < difference.size(); i++) {
            sum += difference.at(i) * (double) difference.at(i);
        }
        return sum == 0 ? Double.POSITIVE_INFINITY : -10 * Math.log10(sum / difference.size());
    }
}
