package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.graphs.parity.TensorFile;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches of guidance and attention against diffusers and PyTorch, through the engine; see the README beside the data. */
class ModelPatchesTest {

    private static final String RESOURCES = "graphs/src/test/resources/";

    static final double FACTOR = 0.18215;

    private static Zograf engine;
    private static TensorFile golden;

    @BeforeAll
    static void open() throws IOException {
        engine = Zograf.builder()
                .models(Checkout.file(RESOURCES + "parity/_models"))
                .build();
        golden = TensorFile.read(Checkout.file(RESOURCES + "patches/guidance.safetensors"));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** @param nodes nodes behind one another, each a type with its inputs save the model: {@code type: {…} | …} */
    static FloatTensor sample(Zograf engine, String model, int height, int width, double cfg, String nodes) {
        return sample(engine, model, height, width, cfg, 3, nodes);
    }

    /** As {@link #sample(Zograf, String, int, int, double, String)}, in more steps. */
    static FloatTensor sample(Zograf engine, String model, int height, int width, double cfg, int steps, String nodes) {
        StringBuilder chain = new StringBuilder();
        String from = "model.denoiser";
        int count = 0;
        for (String node : nodes.isEmpty() ? new String[0] : nodes.split("\\|")) {
            String[] parts = node.strip().split(":", 2);
            String name = "patch" + count++;
            String more = parts[1].strip();
            chain.append("\"%s\": { \"type\": \"%s@1\", \"in\": { \"model\": { \"from\": \"%s\" }%s } },"
                    .formatted(name, parts[0].strip(), from, more.isEmpty() ? "" : ", " + more.replace('\'', '"')));
            from = name + ".model";
        }
        String json = """
                { "zograf": 1,
                  "nodes": {
                    "model": { "type": "load-model@1", "in": { "model": "MODEL" } }, CHAIN
                    "positive": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "a castle on a cliff, storm" } },
                    "negative": { "type": "encode-text@1", "in": { "encoder": { "from": "model.text" }, "text": "blurry" } },
                    "latent": { "type": "empty-latent@1", "in": { "model": { "from": "model.denoiser" }, "height": HEIGHT, "width": WIDTH } },
                    "sample": { "type": "sample@1", "in": { "model": { "from": "FROM" }, "latent": { "from": "latent.latent" },
                      "positive": { "from": "positive.conditioning" }, "negative": { "from": "negative.conditioning" },
                      "steps": STEPS, "cfg": CFG, "seed": 7 } } },
                  "outputs": { "latent": { "from": "sample.latent" } } }
                """.replace("MODEL", model)
                .replace("CHAIN", chain)
                .replace("FROM", from)
                .replace("HEIGHT", String.valueOf(4 * height))
                .replace("WIDTH", String.valueOf(4 * width))
                .replace("STEPS", String.valueOf(steps))
                .replace("CFG", String.valueOf(cfg));
        return engine.run(engine.read(json)).get("latent", Latent.class).samples();
    }

    /** @param latent in the VAE's units, where diffusers has it times the scaling factor */
    static void assertClose(FloatTensor latent, double factor, FloatTensor expected) {
        FloatTensor made = latent.times(factor);
        assertThat(made.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < made.size(); i++) {
            assertThat(Math.abs(made.at(i) - expected.at(i))).as("number " + i).isLessThan(1e-4f);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "plain; sd15-tiny; 16; 16; 5; ''",
                "plain_odd; sd15-tiny; 7; 9; 5; ''",
                "sag; sd15-tiny; 16; 16; 5; guide-self-attention: \"scale\": 0.75, \"sigma\": 1",
                "sag_wide; sd15-tiny; 12; 20; 5; guide-self-attention: \"scale\": 0.75, \"sigma\": 1",
                "sag_alone; sd15-tiny; 16; 16; 1; guide-self-attention: \"scale\": 0.75, \"sigma\": 1",
                "sag; sd15-tiny; 16; 16; 5; guide-self-attention: \"scale\": 0.75, \"sigma\": 1, \"space\": \"clean\"",
                "sag_v; sd2-tiny; 16; 16; 5; guide-self-attention: \"scale\": 0.75, \"sigma\": 1",
                "sag_v_wide; sd2-tiny; 12; 20; 5; guide-self-attention: \"scale\": 0.75, \"sigma\": 1",
                "sag_v_alone; sd2-tiny; 16; 16; 1; guide-self-attention: \"scale\": 0.75, \"sigma\": 1",
                "pag; sd15-tiny; 16; 16; 5; perturb-attention: \"scale\": 3",
                "freeu; sd15-tiny; 16; 16; 5; free-u: \"layers\": \"blocks\", \"variant\": \"1\"",
                "rescaled; sd15-tiny; 16; 16; 5; rescale-guidance:",
                "rescaled_v; sd15-tiny; 16; 16; 5; rescale-guidance: \"space\": \"velocity\"",
                "mimic; sd15-tiny; 16; 16; 5; mimic-scale: \"scale\": 2, \"quantile\": 0.95",
                "tome_self; sd15-tiny; 16; 16; 5; merge-tokens: \"ratio\": 0.5, \"target\": \"corner\"",
                "tome_all_odd; sd15-tiny; 7; 9; 5; merge-tokens: \"ratio\": 0.4, \"depth\": 1, \"target\": \"corner\", \"cross\": true, \"feedForward\": true",
                "tome_most_3; sd15-tiny; 7; 9; 5; merge-tokens: \"ratio\": 1, \"depth\": 1, \"target\": \"corner\", \"square\": 3",
                "tiles; sd15-tiny; 16; 24; 5; tile-attention: \"tile\": 32, \"choices\": 1",
                "tiles_deep; sd15-tiny; 18; 20; 5; tile-attention: \"tile\": 32, \"choices\": 1, \"depth\": 1",
            })
    void isThatOfTheOriginal(String name, String model, int height, int width, double cfg, String nodes) {
        assertClose(sample(engine, model, height, width, cfg, nodes), FACTOR, golden.get(name));
    }

    @Test
    void nothingMergedOrCutChangesNothing() {
        FloatTensor plain = golden.get("plain");
        assertClose(sample(engine, "sd15-tiny", 16, 16, 5, "merge-tokens: \"ratio\": 0.001"), FACTOR, plain);
        assertClose(
                sample(engine, "sd15-tiny", 16, 16, 5, "tile-attention: \"tile\": 64, \"choices\": 1"), FACTOR, plain);
    }

    @Test
    void chanceIsThatOfTheSeed() {
        String merge = "merge-tokens: \"ratio\": 0.6, \"seed\": ";
        String cut = "tile-attention: \"tile\": 32, \"choices\": 9, \"seed\": ";
        for (String node : new String[] {merge, cut}) {
            float[] once = sample(engine, "sd15-tiny", 16, 16, 5, node + 1).toArray();
            assertThat(sample(engine, "sd15-tiny", 16, 16, 5, node + 1).toArray())
                    .isEqualTo(once);
            assertThat(sample(engine, "sd15-tiny", 16, 16, 5, node + 2).toArray())
                    .isNotEqualTo(once);
        }
    }

    @Test
    void patchesGoTogether() {
        FloatTensor all = sample(
                engine,
                "sd15-tiny",
                16,
                16,
                5,
                "free-u: | merge-tokens: \"depth\": 0 | perturb-attention: | guide-self-attention: | rescale-guidance: | mimic-scale: \"scale\": 3");
        assertThat(all.toArray())
                .doesNotContain(Float.NaN)
                .isNotEqualTo(golden.get("plain").toArray());
    }

    @Test
    void whatExcludesOneAnotherIsNamed() {
        assertThatThrownBy(() -> sample(engine, "sd15-tiny", 16, 16, 5, "merge-tokens: | tile-attention:"))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("leave tile-attention or merge-tokens out");
        assertThatThrownBy(() ->
                        sample(engine, "sd15-tiny", 16, 16, 5, "merge-tokens: \"depth\": 3 | guide-self-attention:"))
                .hasMessageContaining("lower the depth of merge-tokens or tile-attention");
        assertThatThrownBy(() -> sample(engine, "sdxl-tiny", 16, 16, 5, "merge-tokens:"))
                .hasMessageContaining("This model attends from depth 1 on");
    }
}
