package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import org.junit.jupiter.api.Test;

/** Models that are mixed, where they are computed. */
class MergeNodesTest {

    private static final String WORKFLOW = """
        { "zograf": 1,
          "nodes": {
            "model": { "type": "load-model@1", "in": { "model": "emoji" } },
            "lora": {
              "type": "load-lora@1",
              "in": { "model": { "from": "model.denoiser" }, "encoder": { "from": "model.text" }, "lora": "LORA", "mode": "merged",
                      "strengthModel": 1 } },
            "half": {
              "type": "load-lora@1",
              "in": { "model": { "from": "model.denoiser" }, "encoder": { "from": "model.text" }, "lora": "LORA", "mode": "merged",
                      "strengthModel": 0.25, "strengthClip": 0.5 } },
            "mixed": {
              "type": "merge-models@1",
              "in": { "first": { "from": "model.denoiser" }, "second": { "from": "lora.denoiser" }, "down": 0.75, "middle": 0.75, "up": 0.75 } },
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

    private static FloatTensor painted(Zograf zograf, String model, String encoder) {
        String workflow =
                WORKFLOW.replace("LORA", "blue-hearts").replace("MODEL", model).replace("ENCODER", encoder);
        return zograf.run(zograf.read(workflow)).get("latent", Latent.class).samples();
    }

    private static double distance(FloatTensor a, FloatTensor b) {
        double most = 0;
        for (int i = 0; i < a.size(); i++) {
            most = Math.max(most, Math.abs(a.at(i) - b.at(i)));
        }
        return most;
    }

    /** A LoRA is linear in its strength: a quarter of what it changes is what a mixture with a quarter of the changed model has. */
    @Test
    void aMixtureWithAMergedLoraIsTheLoraWithLessStrength() {
        try (Zograf zograf =
                Zograf.builder().models(Checkout.file("graphs/loras")).build()) {
            FloatTensor mixed = painted(zograf, "mixed.model", "texts.encoder");
            FloatTensor half = painted(zograf, "half.denoiser", "half.text");
            FloatTensor plain = painted(zograf, "model.denoiser", "model.text");

            assertThat(distance(mixed, half)).isLessThan(1e-3);
            assertThat(distance(mixed, plain)).isGreaterThan(0.05);
        }
    }
}
