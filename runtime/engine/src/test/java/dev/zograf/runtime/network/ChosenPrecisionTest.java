package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Precision;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With which numbers a network is computed: what was asked for, else what suits the device, and never 16 bits where they do not reach. */
class ChosenPrecisionTest {

    private final List<Precision> prepared = new ArrayList<>();

    private record Net(boolean exceedsHalf) implements NetworkDefinition {
        @Override
        public String name() {
            return "net";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            graph.output("out", graph.input("x", DType.F32, 1));
        }
    }

    /** Prefers 16 bits. */
    private final class Card extends FakeBackend {
        @Override
        public Precision preferred() {
            return Precision.FLOAT16;
        }

        @Override
        public PreparedNetwork prepare(String name, TensorGraph graph, Precision precision) {
            prepared.add(precision);
            return super.prepare(name, graph, precision);
        }
    }

    private List<Precision> chosen(Precision told, Precision asked) {
        prepared.clear();
        try (EngineNetworks engine =
                new EngineNetworks(NetworkOptions.defaults().at(told), new Card())) {
            engine.at(asked).compile(new Net(false), Weights.of(new NoWeights()));
            engine.at(asked).compile(new Net(true), Weights.of(new NoWeights()));
        }
        return prepared;
    }

    @Test
    void whatNobodyChoseIsChosenByTheDevice() {
        assertThat(chosen(Precision.AUTO, Precision.AUTO)).containsExactly(Precision.FLOAT16, Precision.FLOAT32);
    }

    @Test
    void whatWasChosenCounts() {
        assertThat(chosen(Precision.FLOAT32, Precision.AUTO)).containsExactly(Precision.FLOAT32, Precision.FLOAT32);
        assertThat(chosen(Precision.FLOAT32, Precision.FLOAT16)).containsExactly(Precision.FLOAT16, Precision.FLOAT32);
        assertThat(chosen(Precision.BFLOAT16, Precision.AUTO)).containsExactly(Precision.BFLOAT16, Precision.BFLOAT16);
    }
}
