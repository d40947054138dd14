package dev.zograf.nodes.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LowRankPatchTest {

    private static final String LAYER = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";
    private static final Weights FACTORS = Weights.of(FakeWeights.of(Map.of(
            "up", new long[] {8, 3}, "down", new long[] {3, 4}, "up4", new long[] {8, 4}, "down4", new long[] {4, 4})));

    private static LowRankPatch patch(String suffix, double strength) {
        LowRankDelta delta = new LowRankDelta(
                FACTORS.find("up" + suffix).orElseThrow(),
                FACTORS.find("down" + suffix).orElseThrow(),
                Optional.empty(),
                1);
        return new LowRankPatch(new TreeMap<>(Map.of(LAYER, LowRankPatch.factors(delta, strength, new long[] {8, 4}))));
    }

    private static Map<String, HostTensor> inputs(NetworkPatch patch) {
        return patch.inputs(Evaluation.of(new int[] {1, 4, 8, 8}));
    }

    @Test
    void holdsTheNumbersOfItsFactors() {
        assertThat(patch("", 1).heldBytes()).isEqualTo(4 * (8 * 3 + 3 * 4));
        assertThat(patch("4", 1).joinedTo(patch("", 1)).orElseThrow().heldBytes())
                .isEqualTo(4 * (8 * 7 + 7 * 4));
    }

    /** Equal edits share the compiled network and its session. */
    @Test
    void neitherStrengthNorRankIsPartOfTheGraph() {
        assertThat(patch("", 0.5).edit()).isEqualTo(patch("4", -2).edit());
    }

    @Test
    void aLargeNetworkIsReadyForItsFirstLora() {
        List<NetworkPatch> ready = LowRankPatch.ready(Weights.of(
                FakeWeights.of(Map.of(LAYER + ".weight", new long[] {8, 4}, "large.weight", new long[] {60_000_000}))));
        NetworkPatch applied = patch("", 1).joinedTo(ready.get(0)).orElseThrow();

        assertThat(applied.edit()).isEqualTo(ready.get(0).edit());
        assertThat(inputs(ready.get(0)).get(LAYER + ".down").shape()).containsExactly(0, 4);
        assertThat(inputs(applied).get(LAYER + ".down").shape()).containsExactly(3, 4);
        assertThat(inputs(applied).get(LAYER + ".up").shape()).containsExactly(8, 3);
    }

    @Test
    void aSmallNetworkIsLeftAsItIs() {
        assertThat(LowRankPatch.ready(Weights.of(FakeWeights.of(Map.of(LAYER + ".weight", new long[] {8, 4})))))
                .isEmpty();
    }

    @Test
    void severalAtOneLayerAreOneOfTheSummedRank() {
        NetworkPatch both = patch("", 1).joinedTo(patch("4", 0.5)).orElseThrow();

        assertThat(inputs(both).get(LAYER + ".down").shape()).containsExactly(7, 4);
        assertThat(both.edit()).isEqualTo(patch("", 1).edit());
    }
}
