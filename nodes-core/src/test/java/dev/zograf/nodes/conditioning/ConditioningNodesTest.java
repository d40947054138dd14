package dev.zograf.nodes.conditioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.When;
import dev.zograf.api.value.Area;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Region;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditioningNodesTest {

    private final Conditioning three =
            Samples.conditioning(1, 3, 2, 1).with(Conditioning.POOLED, FloatTensor.of(new float[] {1, 2}, 1, 2));
    private final Conditioning five =
            Samples.conditioning(2, 5, 2, 2).with(Conditioning.POOLED, FloatTensor.of(new float[] {3, 4, 5, 6}, 2, 2));

    @Test
    void concatenatesTokensOfEachPartWithTheFirstOfTheOther() throws Exception {
        Conditioning parts = Conditioning.combine(List.of(three, five));
        Conditioning made = NodeHarness.of(new ConcatConditioning())
                .run(Map.of("to", parts, "from", three))
                .conditioning();
        assertThat(made.parts().get(0).tokens().shape()).containsExactly(1, 6, 2);
        assertThat(made.parts().get(1).tokens().shape()).containsExactly(2, 8, 2);
        assertThat(made.parts().get(1).tokens().slice(1, 5, 8).slice(0, 1, 2).toArray())
                .isEqualTo(three.tokens().toArray());
        assertThatThrownBy(() -> NodeHarness.of(new ConcatConditioning())
                        .run(Map.of("to", three, "from", Samples.conditioning(1, 3, 4, 1))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 and 4 wide");
    }

    @Test
    void averagesTokensAndPooledTexts() throws Exception {
        Conditioning made = NodeHarness.of(new AverageConditioning())
                .run(Map.of("to", five, "from", three, "share", 0.75))
                .conditioning();
        assertThat(made.get(Conditioning.POOLED).orElseThrow().toArray())
                .containsExactly(new float[] {2.5f, 3.5f, 4, 5}, offset(1e-6f));
        assertThat(made.tokens().at(0))
                .isCloseTo(0.75f * five.tokens().at(0) + 0.25f * three.tokens().at(0), offset(1e-6f));
        assertThat(made.tokens().at(9)).isCloseTo(0.75f * five.tokens().at(9), offset(1e-6f));
        assertThat(NodeHarness.of(new AverageConditioning())
                        .run(Map.of("to", three, "from", five, "share", 0))
                        .conditioning()
                        .tokens()
                        .toArray())
                .isEqualTo(five.tokens().slice(1, 0, 3).toArray());
    }

    @Test
    void masksOfTextsFollowTheirTokens() throws Exception {
        Conditioning masked = five.with(TextMask.KEY, FloatTensor.of(new float[] {1, 1, 0, 0, 0, 1, 0, 0, 0, 0}, 2, 5));

        Conditioning behind = NodeHarness.of(new ConcatConditioning())
                .run(Map.of("to", three, "from", masked))
                .conditioning();
        Conditioning mixed = NodeHarness.of(new AverageConditioning())
                .run(Map.of("to", masked, "from", three, "share", 0.5))
                .conditioning();
        Conditioning without = NodeHarness.of(new ConcatConditioning())
                .run(Map.of("to", three, "from", five))
                .conditioning();

        assertThat(behind.get(TextMask.KEY).orElseThrow().toArray())
                .containsExactly(1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0);
        assertThat(mixed.get(TextMask.KEY).orElseThrow().toArray()).containsExactly(1, 1, 1, 0, 0, 1, 1, 1, 0, 0);
        assertThat(without.get(TextMask.KEY)).isEmpty();
    }

    @Test
    void setsRegionsOfAllParts() throws Exception {
        Conditioning parts = NodeHarness.of(new CombineConditioning())
                .run(Map.of("parts", List.of(three, five)))
                .conditioning();
        Conditioning area = NodeHarness.of(new SetArea())
                .run(Map.of("conditioning", parts, "x", 8, "width", 64, "height", 32, "strength", 2))
                .conditioning();
        assertThat(area.parts())
                .hasSize(2)
                .allMatch(part -> Region.of(part).strength() == 2
                        && Region.of(part).area().orElseThrow().equals(Area.ofPixels(8, 0, 64, 32)));
        Conditioning masked = NodeHarness.of(new MaskConditioning())
                .run(Map.of("conditioning", area, "mask", Samples.rightHalf(8, 8), "strength", 0.5))
                .conditioning();
        Conditioning weaker = NodeHarness.of(new SetStrength())
                .run(Map.of("conditioning", masked, "strength", 0.25))
                .conditioning();
        assertThat(Region.of(weaker).area()).isPresent();
        assertThat(Region.of(weaker).maskStrength()).isEqualTo(0.5);
        assertThat(Region.of(weaker).strength()).isEqualTo(0.25);
        assertThatThrownBy(() -> NodeHarness.of(new SetArea())
                        .run(Map.of("conditioning", parts, "width", 64, "height", 32, "unit", "shares")))
                .hasMessageContaining("pixels");
    }

    @Test
    void guidanceIsDroppedUntilItIsSetAgain() throws Exception {
        Conditioning set = NodeHarness.of(new SetGuidance())
                .run(Map.of("conditioning", Conditioning.combine(List.of(three, five))))
                .conditioning();
        Conditioning dropped = NodeHarness.of(new DropGuidance())
                .run(Map.of("conditioning", set))
                .conditioning();
        Conditioning again = NodeHarness.of(new SetGuidance())
                .run(Map.of("conditioning", dropped, "guidance", 2))
                .conditioning();

        assertThat(dropped.parts())
                .hasSize(2)
                .allMatch(part -> part.get(DropGuidance.KEY).orElse(false));
        assertThat(again.get(DropGuidance.KEY)).contains(false);
        assertThat(again.get(Conditioning.GUIDANCE)).contains(2.0);
    }

    @Test
    void rangesNarrowEachOther() throws Exception {
        Conditioning early = NodeHarness.of(new SetRange())
                .run(Map.of("conditioning", three, "end", 0.5))
                .conditioning();
        Conditioning middle = NodeHarness.of(new SetRange())
                .run(Map.of("conditioning", early, "start", 0.25, "count", "steps"))
                .conditioning();
        NoiseLevel level = NoiseLevel.exploding(1, 1);
        assertThat(When.isActive(early, Moment.of(level, 0, 4, 0.5))).isTrue();
        assertThat(When.isActive(early, Moment.of(level, 0, 4, 0.51))).isFalse();
        assertThat(When.isActive(middle, Moment.of(level, 0, 4, 0.5))).isFalse();
        assertThat(When.isActive(middle, Moment.of(level, 1, 4, 0.5))).isTrue();
    }

    @Test
    void zerosOut() throws Exception {
        Conditioning silent =
                NodeHarness.of(new ZeroOut()).run(Map.of("conditioning", three)).conditioning();
        assertThat(silent.tokens().toArray()).hasSize(6).containsOnly(0);
        assertThat(silent.get(Conditioning.POOLED).orElseThrow().toArray()).containsOnly(0);
    }
}
