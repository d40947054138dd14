package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a step feeds its U-Net anew, seen on the processor: the very same objects are what is not copied to a device again (SessionBindingTest, in the
 * module for CUDA).
 */
class CrossingTest {

    private static final String RESOURCES = "graphs/src/test/resources/parity/";

    private static final String LORA_AND_CONTROL = """
            { "zograf": 1,
              "inputs": { "file": { "type": "text" }, "image": { "type": "image" } },
              "nodes": {
                "model": { "type": "load-model@1", "in": { "model": "sd15-tiny" } },
                "lora": { "type": "load-lora@1", "in": { "model": { "from": "model.denoiser" }, "encoder": { "from": "model.text" },
                  "lora": { "from": "inputs.file" }, "strengthModel": 0.8 } },
                "positive": { "type": "encode-text@1", "in": { "encoder": { "from": "lora.text" }, "text": "a castle" } },
                "negative": { "type": "encode-text@1", "in": { "encoder": { "from": "lora.text" }, "text": "blurry" } },
                "net": { "type": "load-controlnet@1", "in": { "controlnet": "controlnet1-tiny" } },
                "control": { "type": "apply-controlnet@1", "in": { "controlnet": { "from": "net.controlnet" },
                  "positive": { "from": "positive.conditioning" }, "negative": { "from": "negative.conditioning" },
                  "image": { "from": "inputs.image" }, "strength": 0.8 } },
                "latent": { "type": "empty-latent@1", "in": { "width": 64, "height": 64 } },
                "sample": { "type": "sample@1", "in": { "model": { "from": "lora.denoiser" }, "latent": { "from": "latent.latent" },
                  "positive": { "from": "control.positive" }, "negative": { "from": "control.negative" }, "steps": 3, "cfg": 5 } } },
              "outputs": { "latent": { "from": "sample.latent" } } }
            """;

    /** SDXL is told twelve sizes, which are made anew; the binding compares what is that small. */
    private static final Set<String> SMALL_OR_LATENTS = Set.of("sample", "timestep", "time_ids");

    /** What changed at an evaluation. */
    private record Evaluation(Set<String> changed, long changedBytes, long allBytes) {}

    private final Map<String, HostTensor> there = new HashMap<>();
    private final List<Evaluation> evaluations = new ArrayList<>();

    private synchronized void note(String network, Map<String, ? extends HostTensor> inputs) {
        if (!network.equals("unet")) {
            return;
        }
        Set<String> changed = new TreeSet<>();
        long changedBytes = 0;
        long allBytes = 0;
        for (Map.Entry<String, ? extends HostTensor> each : inputs.entrySet()) {
            long bytes = 4L * each.getValue().size();
            allBytes += bytes;
            if (there.put(each.getKey(), each.getValue()) != each.getValue()) {
                changed.add(each.getKey());
                changedBytes += bytes;
            }
        }
        evaluations.add(new Evaluation(changed, changedBytes, allBytes));
    }

    private void check() {
        assertThat(evaluations).hasSizeGreaterThanOrEqualTo(3);
        assertThat(evaluations.get(0).changedBytes).isEqualTo(evaluations.get(0).allBytes);
        assertThat(evaluations.subList(1, evaluations.size()))
                .allSatisfy(each -> assertThat(SMALL_OR_LATENTS).containsAll(each.changed));
    }

    private Zograf engine() {
        return Zograf.builder()
                .models(Checkout.file(RESOURCES + "_models"))
                .networkTap((network, inputs, outputs) -> note(network, inputs))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15-tiny", "sd2-tiny", "sdxl-tiny"})
    void latentsAndTheTimestepAlone(String model) {
        try (Zograf engine = engine()) {
            ModelPatchesTest.sample(engine, model, 16, 16, 5, "");
        }
        check();
    }

    @Test
    void alsoWithALoraAndAControlNet() {
        try (Zograf engine = engine()) {
            engine.run(engine.read(LORA_AND_CONTROL)
                    .with("file", Checkout.file(RESOURCES + "lora/kohya-linear/lora.safetensors"))
                    .with("image", Image.of(FloatTensor.zeros(1, 3, 64, 64))));
        }
        check();
        Evaluation step = evaluations.get(1);
        assertThat(step.allBytes).isGreaterThan(4 * step.changedBytes);
    }
}
