package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.Weights;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrvggCompactTest {

    @Test
    void isReadFromTheShapes() {
        SrvggCompact network = new SrvggCompact(3, 8, 5, 2, SrvggCompact.Activation.PRELU);
        DeclaredWeights weights = DeclaredWeights.of(network);

        assertThat(SrvggCompact.detect(Weights.of(weights), Optional.empty())).contains(network);
        assertThat(weights.graph(network).outputs().get("out").shape()).hasToString("[batch, 3, 2*height, 2*width]");
    }

    @ParameterizedTest
    @EnumSource(
            value = SrvggCompact.Activation.class,
            names = {"RELU", "LEAKY_RELU"})
    void aFileThatLacksTheActivationNeedsToBeTold(SrvggCompact.Activation activation) {
        SrvggCompact network = new SrvggCompact(1, 8, 5, 3, activation);
        Weights weights = Weights.of(DeclaredWeights.of(network));

        assertThat(SrvggCompact.lacksActivation(weights)).isTrue();
        assertThat(SrvggCompact.detect(weights, Optional.empty())).isEmpty();
        assertThat(SrvggCompact.detect(weights, Optional.of(activation))).contains(network);
        assertThat(SrvggCompact.lacksActivation(
                        Weights.of(DeclaredWeights.of(new SrvggCompact(1, 8, 5, 3, SrvggCompact.Activation.PRELU)))))
                .isFalse();
    }

    @Test
    void otherArchitecturesAreNotTakenForIt() {
        DeclaredWeights other = DeclaredWeights.of(new SrvggCompact(3, 8, 5, 2, SrvggCompact.Activation.PRELU))
                .rename("body.", "model.");

        assertThat(SrvggCompact.detect(Weights.of(other), Optional.empty())).isEmpty();
    }
}
