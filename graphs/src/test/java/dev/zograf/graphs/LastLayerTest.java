package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Zograf;
import dev.zograf.api.value.Conditioning;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers counted from the end mean the same in every family: Stable Diffusion 2 and XL were trained on the last but one. */
class LastLayerTest {

    private static Zograf zograf;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder()
                .models(Checkout.file("graphs/src/test/resources/parity/_models"))
                .build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    private static float[] tokens(String model, String in) {
        String json = """
                { "zograf": 1,
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "MODEL" } },
                    "prompt": { "type": "encode-prompt@1", "in": {
                      "encoder": { "from": "model.text" }, "text": "a red apple" IN } } },
                  "outputs": { "conditioning": { "from": "prompt.conditioning" } } }
                """;
        return zograf.run(zograf.read(json.replace("MODEL", model).replace("IN", in)))
                .get("conditioning", Conditioning.class)
                .tokens()
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({"sd15-tiny, -1, -2", "sd2-tiny, -2, -3", "sdxl-tiny, -2, -3", "sdxl-tiny, -2, -1"})
    void whatAModelWasTrainedOnHasANumberOfItsOwn(String model, int trained, int other) {
        float[] own = tokens(model, "");

        assertThat(tokens(model, ", \"lastLayer\": " + trained)).isEqualTo(own);
        assertThat(tokens(model, ", \"lastLayer\": " + other))
                .hasSameSizeAs(own)
                .isNotEqualTo(own);
    }

    /** The published files of Stable Diffusion 2 in the layout of diffusers end with that layer. */
    @Test
    void whatAFileDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> tokens("sd2-tiny", ", \"lastLayer\": -1"))
                .hasStackTraceContaining("there is none behind the one that the model was trained on");
    }
}
