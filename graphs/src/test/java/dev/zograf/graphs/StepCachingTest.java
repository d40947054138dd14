package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.graphs.parity.TensorFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Step caching against DeepCache's rule around diffusers' U-Net, through the engine; see the README beside the data. */
class StepCachingTest {

    private static final String RESOURCES = "graphs/src/test/resources/";
    private static final String TWO = "cache-steps: \"interval\": 2";

    private static final List<Boolean> SHALLOW = new ArrayList<>();
    private static Zograf engine;
    private static TensorFile golden;

    @BeforeAll
    static void open() throws IOException {
        engine = Zograf.builder()
                .models(Checkout.file(RESOURCES + "parity/_models"))
                .networkTap((network, inputs, outputs) -> {
                    if (network.equals("unet")) {
                        SHALLOW.add(inputs.keySet().stream().anyMatch(name -> name.endsWith(".features")));
                    }
                })
                .build();
        golden = TensorFile.read(Checkout.file(RESOURCES + "patches/cache.safetensors"));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void nothingYet() {
        SHALLOW.clear();
    }

    private static FloatTensor sample(int height, int width, int steps, String nodes) {
        return ModelPatchesTest.sample(engine, "sd15-tiny", height, width, 5, steps, nodes);
    }

    /** The model's scheduler evaluates the network once more than there are steps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "plain; sd15-tiny; 16; 16; 6; cache-steps: 'interval': 1",
                "even_2_0; sd15-tiny; 16; 16; 6; cache-steps: 'interval': 2",
                "even_3_1; sd15-tiny; 16; 16; 6; cache-steps: 'interval': 3, 'branch': 1",
                "even_2_last; sd15-tiny; 16; 16; 6; cache-steps: 'interval': 2, 'branch': 3",
                "even_2_odd; sd15-tiny; 7; 9; 6; cache-steps: 'interval': 2, 'branch': 3",
                "even_2_v; sd2-tiny; 12; 20; 6; cache-steps: 'interval': 2, 'branch': 2",
                "centred; sd15-tiny; 16; 16; 11; cache-steps: 'interval': 3, 'spacing': 'centred', 'centre': 0.5",
                "part; sd15-tiny; 16; 16; 7; cache-steps: 'interval': 2, 'start': 0.25, 'end': 0.75",
                "freeu; sd15-tiny; 16; 16; 6; cache-steps: 'interval': 2 | free-u: 'layers': 'blocks', 'variant': '1'",
                "freeu; sd15-tiny; 16; 16; 6; free-u: 'layers': 'blocks', 'variant': '1' | cache-steps: 'interval': 2",
            })
    void isThatOfTheOriginal(String name, String model, int height, int width, int steps, String nodes) {
        FloatTensor made = ModelPatchesTest.sample(engine, model, height, width, 5, steps, nodes.replace('\'', '"'));
        ModelPatchesTest.assertClose(made, ModelPatchesTest.FACTOR, golden.get(name));
    }

    @Test
    void everySecondEvaluationIsShallow() {
        sample(16, 16, 5, TWO);
        assertThat(SHALLOW).containsExactly(false, true, false, true, false, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "merge-tokens: 'ratio': 0.5",
                "tile-attention: 'tile': 32",
                "perturb-attention:",
                "guide-self-attention:",
                "limit-guidance: 'start': 0.3, 'count': 'steps'",
                "tile-model: 'tile': 32, 'overlap': 16",
            })
    void goesTogetherWithOthers(String other) {
        String after = other.replace('\'', '"');
        float[] without = sample(16, 24, 6, after).toArray();
        assertThat(SHALLOW).doesNotContain(true);
        SHALLOW.clear();
        float[] with = sample(16, 24, 6, TWO + " | " + after).toArray();
        assertThat(SHALLOW.stream().filter(shallow -> shallow).count()).isGreaterThanOrEqualTo(2);
        assertThat(with).isNotEqualTo(without).doesNotContain(Float.NaN);
        double[] difference = new double[2];
        for (int i = 0; i < with.length; i++) {
            difference[0] += Math.pow(with[i] - without[i], 2);
            difference[1] += Math.pow(without[i], 2);
        }
        assertThat(Math.sqrt(difference[0] / difference[1])).isLessThan(0.3);
    }

    @Test
    void aSkipThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> sample(16, 16, 2, "cache-steps: \"branch\": 9"))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("This model has 6 skips: give 0 to 5");
    }
}
