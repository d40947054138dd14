package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.model.Precision;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.TensorGraph;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackendsTest {

    /** A backend that only says which network it was asked for. */
    private record Named(String name, Set<Precision> precisions, Optional<String> obstacle, boolean computes)
            implements NetworkBackend {

        @Override
        public boolean knows(Precision precision) {
            return precisions.contains(precision);
        }

        @Override
        public Optional<String> obstacle(Precision precision) {
            return obstacle;
        }

        @Override
        public PreparedNetwork prepare(String network, TensorGraph graph, Precision precision) {
            if (!computes) {
                throw new UnsupportedNetworkException("it does not compute the operator ROLL");
            }
            return new Prepared(name + " " + precision);
        }
    }

    private record Prepared(String by) implements PreparedNetwork {
        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public LoadedNetwork load() {
            throw new AssertionError("nothing is loaded here");
        }
    }

    private static final Named OWN = new Named("own", Set.of(Precision.FLOAT32), Optional.empty(), true);

    private static String chosen(Precision precision, NetworkBackend... others) {
        TensorGraph graph = new TensorGraph();
        graph.output("out", graph.input("in", DType.F32, 1));
        try (Backends backends = new Backends(OWN, List.of(others))) {
            return ((Prepared) backends.prepare("net", graph, precision).prepared()).by();
        }
    }

    @Test
    void theOwnBackendComputesWhatItKnows() {
        Named eager = new Named("other", Set.of(Precision.FLOAT32), Optional.empty(), true);

        assertThat(chosen(Precision.FLOAT32, eager)).isEqualTo("own float32");
    }

    @Test
    void aPrecisionThatItLacksGoesToTheFirstThatHasIt() {
        Named blocked = new Named("blocked", Set.of(Precision.BFLOAT16), Optional.of("no instructions"), true);
        Named small = new Named("small", Set.of(Precision.BFLOAT16), Optional.empty(), false);
        Named able = new Named("able", Set.of(Precision.BFLOAT16), Optional.empty(), true);

        assertThat(chosen(Precision.BFLOAT16, blocked, small, able)).isEqualTo("able bfloat16");
        assertThat(chosen(Precision.INT8, able)).isEqualTo("own float32");
    }

    @Test
    void whereNoneCanTheOwnOneComputesInFullPrecision() {
        Named blocked = new Named("blocked", Set.of(Precision.BFLOAT16), Optional.of("no instructions"), true);
        Named small = new Named("small", Set.of(Precision.BFLOAT16), Optional.empty(), false);

        assertThat(chosen(Precision.BFLOAT16)).isEqualTo("own float32");
        assertThat(chosen(Precision.BFLOAT16, blocked, small)).isEqualTo("own float32");
    }

    @Test
    void itSaysWhyAPrecisionCannotBeHad() {
        Named blocked = new Named("blocked", Set.of(Precision.BFLOAT16), Optional.of("no instructions"), true);
        try (Backends none = new Backends(OWN, List.of());
                Backends one = new Backends(OWN, List.of(blocked))) {
            assertThat(none.obstacle(Precision.FLOAT32)).isEmpty();
            assertThat(none.obstacle(Precision.BFLOAT16)).contains("zograf-onednn is not on the class path");
            assertThat(one.obstacle(Precision.BFLOAT16)).contains("blocked: no instructions");
        }
    }

    /** The own backend has bfloat16 on cards; where there is none, the others are asked as if it had not. */
    @Test
    void othersComputeWhereTheOwnOneCannot() {
        Set<Precision> both = Set.of(Precision.FLOAT32, Precision.BFLOAT16);
        Named card = new Named("own", both, Optional.empty(), true);
        Named none = new Named("own", both, Optional.of("no card"), true);
        Named able = new Named("able", Set.of(Precision.BFLOAT16), Optional.empty(), true);
        TensorGraph graph = new TensorGraph();
        graph.output("out", graph.input("in", DType.F32, 1));
        try (Backends own = new Backends(card, List.of(able));
                Backends other = new Backends(none, List.of(able));
                Backends neither = new Backends(none, List.of())) {
            assertThat(((Prepared) own.prepare("net", graph, Precision.BFLOAT16).prepared()).by())
                    .isEqualTo("own bfloat16");
            assertThat(((Prepared) other.prepare("net", graph, Precision.BFLOAT16)
                                    .prepared())
                            .by())
                    .isEqualTo("able bfloat16");
            assertThat(neither.obstacle(Precision.BFLOAT16))
                    .contains("own: no card; zograf-onednn is not on the class path");
        }
    }
}
