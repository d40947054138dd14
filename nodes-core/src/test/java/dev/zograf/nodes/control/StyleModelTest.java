package dev.zograf.nodes.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.StyleAdapter;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the original's layers in PyTorch 2.15, with random weights: 2 layers, 2 tokens of 6 numbers for patches of 16. */
class StyleModelTest {

    private static final Golden GOLDEN = Golden.of("style.safetensors");

    private static StyleModel model() {
        Weights weights = GOLDEN.network("model");
        return StyleModel.of(StyleAdapter.of(weights), weights, new FakeNetworks());
    }

    private static Conditioning apply(Conditioning to, FloatTensor patches, double strength) throws Exception {
        return NodeHarness.of(new ApplyStyleModel())
                .run(Map.of("conditioning", to, "style", model(), "patches", patches, "strength", strength))
                .conditioning();
    }

    @Test
    void putsWhatTheOriginalSaysBehindThePrompt() throws Exception {
        Conditioning prompt = Samples.conditioning(1, 3, 6, 1);

        FloatTensor out = apply(prompt, GOLDEN.numbers("patches"), 1).tokens();

        assertThat(out.shape()).containsExactly(1, 3 + 2 * 2, 6);
        assertThat(out.slice(1, 0, 3).toArray()).isEqualTo(prompt.tokens().toArray());
        assertThat(out.slice(1, 3, 7).toArray())
                .containsExactly(GOLDEN.numbers("tokens").toArray(), within(1e-5f));
    }

    @Test
    void strengthMultipliesAndEachPartGetsThem() throws Exception {
        Conditioning two =
                Conditioning.combine(List.of(Samples.conditioning(1, 3, 6, 1), Samples.conditioning(2, 3, 6, 2)));

        Conditioning out = apply(two, GOLDEN.numbers("patches"), 0.5);

        assertThat(out.parts())
                .allSatisfy(part -> assertThat(part.tokens().dim(1)).isEqualTo(7));
        FloatTensor last = out.parts().get(1).tokens();
        assertThat(last.dim(0)).isEqualTo(2);
        float[] half = GOLDEN.numbers("tokens").times(0.5).toArray();
        assertThat(last.slice(0, 1, 2).slice(1, 3, 7).toArray()).containsExactly(half, within(1e-5f));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Conditioning prompt = Samples.conditioning(1, 3, 6, 1);
        assertThatThrownBy(() -> apply(prompt, Samples.normal(1, 1, 5, 8), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("takes [pictures, patches, 16]");
        assertThatThrownBy(() -> apply(prompt, FloatTensor.zeros(1, 0, 16), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"patches\" true");
        assertThatThrownBy(() -> apply(Samples.conditioning(1, 3, 8, 1), GOLDEN.numbers("patches"), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("tokens of 6 numbers");
        Map<String, long[]> redux = Map.of("redux_up.weight", new long[] {4, 4});
        assertThatThrownBy(() -> StyleAdapter.of(Weights.of(FakeWeights.of(redux))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("FLUX Redux");
        Map<String, long[]> other = Map.of("conv_in.weight", new long[] {4, 4, 3, 3});
        assertThatThrownBy(() -> StyleAdapter.of(Weights.of(FakeWeights.of(other))))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("load-t2i-adapter");
    }
}
