package dev.zograf.nodes.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.ForwardingDenoiser;
import dev.zograf.api.model.Moment;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeDenoiser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CfgGuiderTest {

    private static final Conditioning POSITIVE = Samples.conditioning(1, 2, 3, 1);
    private static final Conditioning NEGATIVE = Samples.conditioning(1, 2, 3, 2);

    private final List<List<Optional<Double>>> told = new ArrayList<>();

    /** A network that is told the scale, or not; it notes what of each side of its evaluations says the scale. */
    private final class Network extends ForwardingDenoiser {

        private final boolean distilled;

        Network(boolean distilled) {
            super(new FakeDenoiser());
            this.distilled = distilled;
        }

        @Override
        protected Denoiser before(Denoiser other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isGuidanceDistilled() {
            return distilled;
        }

        @Override
        public List<FloatTensor> predict(FloatTensor x, Moment moment, List<Conditioning> sides, RunContext ctx) {
            told.add(sides.stream().map(each -> each.get(Conditioning.GUIDANCE)).toList());
            return super.predict(x, moment, sides, ctx);
        }
    }

    private void predict(boolean distilled, Conditioning positive, Optional<Conditioning> negative, double scale) {
        CfgGuider.of(positive, negative, scale)
                .predict(
                        new Network(distilled),
                        FloatTensor.zeros(1, 4, 2, 2),
                        Moment.only(NoiseLevel.of(500, 0.5, 0.5)),
                        new TestContext(Integer.MAX_VALUE));
    }

    @Test
    void aDistilledNetworkIsToldTheScaleAndSeesNoNegative() {
        predict(true, POSITIVE, Optional.of(NEGATIVE), 4);

        assertThat(told).containsExactly(List.of(Optional.of(4.0)));
    }

    @Test
    void withoutGuidanceItIsToldWhatIsUsual() {
        predict(true, POSITIVE, Optional.empty(), 1);

        assertThat(told).containsExactly(List.of(Optional.empty()));
    }

    @Test
    void whereThePromptSaysTheScaleAnotherPromptCanBeLedAwayFrom() {
        predict(true, POSITIVE.with(Conditioning.GUIDANCE, 3.5), Optional.of(NEGATIVE), 4);

        assertThat(told).containsExactly(List.of(Optional.empty(), Optional.of(3.5)));
    }

    @Test
    void whatNobodyNamedIsNotLedAwayFrom() {
        Conditioning positive = POSITIVE.with(Conditioning.GUIDANCE, 3.5).with(Conditioning.UNCONDITIONAL, NEGATIVE);

        predict(true, positive, Optional.empty(), 7);

        assertThat(told).containsExactly(List.of(Optional.of(3.5)));
    }

    @Test
    void guidanceNeedsSomethingToLeadAwayFrom() {
        assertThatThrownBy(() -> predict(false, POSITIVE, Optional.empty(), 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("needs a negative conditioning");

        predict(false, POSITIVE, Optional.empty(), 1);
        assertThat(told).containsExactly(List.of(Optional.empty()));
    }
}
