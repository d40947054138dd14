package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a workflow is computed again when it runs again with something changed: a text, once encoded, is not encoded again. */
class TextCacheTest {

    private static final String WORKFLOW = """
            { "zograf": 1,
              "inputs": { "prompt": { "type": "text", "default": "a fox" }, "seed": { "type": "integer", "default": 1 },
                "strength": { "type": "number", "default": 0.5 } },
              "nodes": {
                "model": { "type": "load-model@1", "in": { "model": "sd15-tiny" } },
                "lora": { "type": "load-lora@1", "in": { "model": { "from": "model.denoiser" }, "lora": "kohya-linear",
                  "strengthModel": { "from": "inputs.strength" } } },
                "positive": { "type": "encode-prompt@1", "in": { "encoder": { "from": "model.text" }, "text": { "from": "inputs.prompt" } } },
                "negative": { "type": "encode-prompt@1", "in": { "encoder": { "from": "model.text" }, "text": "blurry" } },
                "latent": { "type": "empty-latent@1", "in": { "width": 32, "height": 32, "model": { "from": "model.denoiser" } } },
                "sample": { "type": "sample@1", "in": { "model": { "from": "lora.denoiser" }, "sampler": "euler", "steps": 2,
                  "seed": { "from": "inputs.seed" }, "positive": { "from": "positive.conditioning" },
                  "negative": { "from": "negative.conditioning" }, "latent": { "from": "latent.latent" } } } },
              "outputs": { "latent": { "from": "sample.latent" } } }
            """;

    @TempDir
    Path roots;

    @Test
    void aTextIsEncodedOnce() throws IOException {
        Path golden = Checkout.root().resolve("graphs/src/test/resources/parity");
        Files.createDirectories(roots.resolve("loras"));
        Files.copy(
                golden.resolve("lora/kohya-linear/lora.safetensors"), roots.resolve("loras/kohya-linear.safetensors"));
        List<String> ran = Collections.synchronizedList(new ArrayList<>());
        try (Zograf engine = Zograf.builder()
                .models(roots, golden.resolve("_models"))
                .networkTap((network, inputs, outputs) -> ran.add(network))
                .build()) {
            Workflow first = engine.read(WORKFLOW);
            // Beside both prompts the empty one, once or twice: the nodes may run at the same time.
            assertThat(run(engine, first, ran))
                    .containsOnly("text_encoder", "unet")
                    .hasSizeBetween(5, 6);
            assertThat(run(engine, first, ran)).isEmpty();
            assertThat(run(engine, first.with("seed", 2), ran)).containsExactly("unet", "unet");
            assertThat(run(engine, first.with("strength", 0.7), ran)).containsExactly("unet", "unet");
            Workflow other = first.with("prompt", "a red fox");
            assertThat(run(engine, other, ran)).containsExactly("text_encoder", "unet", "unet");
            assertThat(run(engine, other.with("seed", 2), ran)).containsExactly("unet", "unet");
            assertThat(run(engine, first.with("seed", 3), ran)).containsExactly("unet", "unet");
        }
    }

    private static List<String> run(Zograf engine, Workflow workflow, List<String> ran) {
        ran.clear();
        engine.run(workflow);
        return List.copyOf(ran);
    }
}
