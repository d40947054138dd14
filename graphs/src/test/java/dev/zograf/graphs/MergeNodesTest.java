package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are mixed, where they are computed. */
class MergeNodesTest {

    private static final String WORKFLOW = """
        { "zograf": 1,
          "nodes": {
            "model": { "type": "load-model@1", "in": { "model": "emoji" } },
            "lora": {
              "type": "load-lora@1",
              "in": { "model": { "from": "model.denoiser" }, "encoder": { "from": "model.text" }, "lora": "LORA", "mode": "MODE",
                      "strengthModel": 1 } },
            "half": {
              "type": "load-lora@1",
              "in": { "model": { "from": "model.denoiser" }, "encoder": { "from": "model.text" }, "lora": "LORA", "mode": "merged",
                      "strengthModel": 0.25, "strengthClip": 0.5 } },
            "mixed": {
              "type": "merge-models@1",
              "in": { "first": { "from": "model.denoiser" }, "second": { "from": "lora.denoiser" }, "down": 0.75, "middle": 0.75, "up": 0.75 } },
            "turned": {
              "type": "merge-models@1",
              "in": { "first": { "from": "lora.denoiser" }, "second": { "from": "model.denoiser" }, "down": 0.25, "middle": 0.25, "up": 0.25 } },
            "texts": {
              "type": "merge-text-encoders@1",
              "in": { "first": { "from": "model.text" }, "second": { "from": "lora.text" }, "ratio": 0.5 } },
            "prompt": {
              "type": "encode-text@1", "in": { "encoder": { "from": "ENCODER" }, "text": "a red heart" } },
            "sample": {
              "type": "sample@1",
              "in": { "model": { "from": "MODEL" }, "positive": { "from": "prompt.conditioning" }, "steps": 3, "cfg": 4, "seed": 1 } } },
          "outputs": { "latent": { "from": "sample.latent" } } }
        """;

    private static FloatTensor painted(Zograf zograf, String mode, String model, String encoder) {
        String workflow = WORKFLOW.replace("LORA", "blue-hearts")
                .replace("\"MODE\"", "\"" + mode + "\"")
                .replace("MODEL", model)
                .replace("ENCODER", encoder);
        return zograf.run(zograf.read(workflow)).get("latent", Latent.class).samples();
    }

    private static double distance(FloatTensor a, FloatTensor b) {
        double most = 0;
        for (int i = 0; i < a.size(); i++) {
            most = Math.max(most, Math.abs(a.at(i) - b.at(i)));
        }
        return most;
    }

    /** Whether the LoRA is a branch beside the weights or in them, and on either side. A LoRA is linear in its strength: a quarter of what it changes is what a mixture with a quarter of the changed model has. */
    @ParameterizedTest
    @ValueSource(strings = {"merged", "auto"})
    void aMixtureWithALoraIsTheLoraWithLessStrength(String mode) {
        try (Zograf zograf =
                Zograf.builder().models(Checkout.file("graphs/loras")).build()) {
            FloatTensor mixed = painted(zograf, mode, "mixed.model", "texts.encoder");
            FloatTensor half = painted(zograf, mode, "half.denoiser", "half.text");
            FloatTensor plain = painted(zograf, mode, "model.denoiser", "model.text");

            FloatTensor turned = painted(zograf, mode, "turned.model", "texts.encoder");

            assertThat(distance(mixed, half)).isLessThan(1e-3);
            assertThat(distance(turned, half)).isLessThan(1e-3);
            assertThat(distance(mixed, plain)).isGreaterThan(0.05);
        }
    }
}
