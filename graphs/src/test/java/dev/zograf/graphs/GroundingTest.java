package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.models.StyleAdapter;
import dev.zograf.runtime.model.SafetensorsFile;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.WeightSource;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeWeights;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GLIGEN and style models from files through the engine, on a tiny Stable Diffusion 1 whose texts have 16 numbers a token. */
class GroundingTest {

    private static final String GOLDEN = "graphs/src/test/resources/parity";
    private static final int WIDTH = 16;

    @TempDir
    static Path folder;

    private static Zograf engine;

    @BeforeAll
    static void open() {
        engine = Zograf.builder().models(Checkout.file(GOLDEN)).build();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static FloatTensor paint(String nodes, String positive, Path file) {
        String json = """
                { "zograf": 1, "inputs": { "file": { "type": "text" } },
                  "nodes": { %s
                    "model": { "type": "load-model@1", "in": { "model": "_models/sd15-tiny" } },
                    "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a" } },
                    "negative": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "b" } },
                    "empty": { "type": "empty-latent@1", "in": {
                      "model": { "from": "model.denoiser" }, "width": 64, "height": 32 } },
                    "sample": { "type": "sample@1", "in": { "model": { "from": "model.denoiser" }, "steps": 2, "seed": 3,
                      "latent": { "from": "empty.latent" }, "cfg": 3,
                      "positive": { "from": "%s.conditioning" }, "negative": { "from": "negative.conditioning" } } } },
                  "outputs": { "latent": { "from": "sample.latent" } } }
                """.formatted(nodes, positive);
        Outputs outputs = engine.run(engine.read(json).with("file", file));
        return outputs.get("latent", Latent.class).samples();
    }

    private static FloatTensor boxed(int x, Path file) {
        return paint("""
                "gligen": { "type": "load-gligen@1", "in": { "gligen": { "from": "inputs.file" } } },
                "cat": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a cat" } },
                "box": { "type": "apply-gligen@1", "in": { "conditioning": { "from": "prompt.conditioning" },
                  "object": { "from": "cat.conditioning" }, "gligen": { "from": "gligen.gligen" }, "x": %d, "width": 32, "height": 32 } },
                """.formatted(x), "box", file);
    }

    /** As the published file has it: gated attentions for all transformers of the U-Net. */
    private static Path gligen() throws Exception {
        WeightSource unet = SafetensorsFile.open(
                "unet", Checkout.file(GOLDEN + "/_models/sd15-tiny/unet/diffusion_pytorch_model.safetensors"));
        Map<String, long[]> shapes = new TreeMap<>();
        for (String name : unet.names()) {
            if (name.endsWith(".attn1.to_q.weight")) {
                long width = unet.find(name).orElseThrow().shape()[0];
                fuser(shapes, name.substring(0, name.length() - "attn1.to_q.weight".length()) + "fuser.", width);
            }
        }
        String net = "position_net.";
        shapes.put(net + "null_positive_feature", new long[] {WIDTH});
        shapes.put(net + "null_position_feature", new long[] {64});
        layer(shapes, net + "linears.0", 20, WIDTH + 64);
        layer(shapes, net + "linears.2", 20, 20);
        layer(shapes, net + "linears.4", WIDTH, 20);
        return write("gligen.safetensors", FakeWeights.of(shapes));
    }

    private static void fuser(Map<String, long[]> shapes, String at, long width) {
        layer(shapes, at + "linear", width, WIDTH);
        for (String part : new String[] {"to_q", "to_k", "to_v"}) {
            shapes.put(at + "attn." + part + ".weight", new long[] {width, width});
        }
        layer(shapes, at + "attn.to_out.0", width, width);
        layer(shapes, at + "ff.net.0.proj", 8 * width, width);
        layer(shapes, at + "ff.net.2", width, 4 * width);
        for (String norm : new String[] {"norm1", "norm2"}) {
            shapes.put(at + norm + ".weight", new long[] {width});
            shapes.put(at + norm + ".bias", new long[] {width});
        }
        shapes.put(at + "alpha_attn", new long[0]);
        shapes.put(at + "alpha_dense", new long[0]);
    }

    private static void layer(Map<String, long[]> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }

    private static Path write(String name, WeightSource weights) throws Exception {
        return PublishedShape.write(
                folder.resolve(name),
                weights.names().stream()
                        .map(tensor -> weights.find(tensor).orElseThrow())
                        .toList(),
                DType.F32);
    }

    @Test
    void aBoxIsLookedAtWhereItIs() throws Exception {
        Path file = gligen();
        float[] plain = paint("", "prompt", file).toArray();

        float[] left = boxed(0, file).toArray();

        assertThat(left).isNotEqualTo(plain).doesNotContain(Float.NaN);
        assertThat(boxed(32, file).toArray()).isNotEqualTo(left);
    }

    @Test
    void aPictureTellsItsStyle() throws Exception {
        StyleAdapter network = new StyleAdapter(8, 2, WIDTH);
        Path file = write("style.safetensors", FakeWeights.of(network));
        String json = """
                { "zograf": 1, "inputs": { "file": { "type": "text" }, "patches": { "type": "tensor" } },
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "_models/sd15-tiny" } },
                    "prompt": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a" } },
                    "style": { "type": "load-style-model@1", "in": { "style": { "from": "inputs.file" } } },
                    "styled": { "type": "apply-style-model@1", "in": { "conditioning": { "from": "prompt.conditioning" },
                      "style": { "from": "style.style" }, "patches": { "from": "inputs.patches" } } },
                    "sample": { "type": "sample@1", "in": { "model": { "from": "model.denoiser" }, "steps": 1,
                      "positive": { "from": "%s.conditioning" } } } },
                  "outputs": { "latent": { "from": "sample.latent" } } }
                """;

        float[] styled = latent(json.formatted("styled"), file);

        assertThat(styled).isNotEqualTo(latent(json.formatted("prompt"), file)).doesNotContain(Float.NaN);
    }

    private static float[] latent(String json, Path file) {
        return engine.run(engine.read(json).with("file", file).with("patches", Samples.normal(1, 1, 5, 8)))
                .get("latent", Latent.class)
                .samples()
                .toArray();
    }
}
