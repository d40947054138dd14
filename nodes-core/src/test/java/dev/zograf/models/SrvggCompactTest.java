package dev.zograf.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.tensor.Weights;
import org.junit.jupiter.api.Test;

class SrvggCompactTest {

    @Test
    void isReadFromTheShapes() {
        SrvggCompact network = new SrvggCompact(3, 8, 5, 2);
        DeclaredWeights weights = DeclaredWeights.of(network);

        assertThat(SrvggCompact.detect(Weights.of(weights))).contains(network);
        assertThat(weights.graph(network).outputs().get("out").shape()).hasToString("[batch, 3, 2*height, 2*width]");
    }

    @Test
    void otherArchitecturesAreNotTakenForIt() {
        DeclaredWeights other = DeclaredWeights.of(new SrvggCompact(3, 8, 5, 2)).rename("body.", "model.");

        assertThat(SrvggCompact.detect(Weights.of(other))).isEmpty();
    }
}
