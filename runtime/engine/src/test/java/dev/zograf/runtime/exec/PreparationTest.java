package dev.zograf.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes are told of an input while others are being made. */
@Timeout(60)
class PreparationTest {

    private static volatile CompletableFuture<String> told = new CompletableFuture<>();
    private static volatile boolean isFaulty;

    /** Nodes of which one wants to be told. */
    public static final class Nodes implements NodePlugin {
        @Override
        public List<Class<?>> nodes() {
            return List.of(Early.class, Late.class, Through.class, Both.class);
        }
    }

    /** A number. */
    public record Number(@Doc("The number.") long value) {}

    /** Nothing. */
    public record None() {}

    /** There at once. */
    @Doc("Gives 1.")
    @NodeType(id = "early")
    public static final class Early implements Node<None, Number> {
        @Override
        public Number run(None in, RunContext ctx) {
            return new Number(1);
        }
    }

    /** Waits until somebody was told. */
    @Doc("Gives 2, late.")
    @NodeType(id = "late")
    public static final class Late implements Node<None, Number> {
        @Override
        public Number run(None in, RunContext ctx) throws Exception {
            told.get(30, TimeUnit.SECONDS);
            return new Number(2);
        }
    }

    /** Hands on. */
    @Doc("Gives what it gets.")
    @NodeType(id = "through")
    public static final class Through implements Node<Number, Number> {
        @Override
        public Number run(Number in, RunContext ctx) {
            return in;
        }
    }

    /** Adds, and remembers what it was told. */
    @Doc("Adds.")
    @NodeType(id = "both")
    public static final class Both implements Node<Both.In, Number> {
        /** Two numbers. */
        public record In(
                @Doc("One.") long first, @Doc("The other.") long second) {}

        @Override
        public void prepare(String input, Object value, Set<String> pending) {
            told.complete(input + " " + value + " " + List.copyOf(new java.util.TreeSet<>(pending)));
            if (isFaulty) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public Number run(In in, RunContext ctx) {
            return new Number(in.first + in.second);
        }
    }

    private static long sum() {
        told = new CompletableFuture<>();
        try (Zograf engine = Zograf.builder()
                .nodePlugins(new Nodes())
                .threads(2)
                .cacheBytes(0)
                .build()) {
            return engine.run(engine.read("""
                            {"zograf": 1, "nodes": {
                              "early": {"type": "early"},
                              "late": {"type": "late"},
                              "through": {"type": "through", "in": {"value": {"from": "late.value"}}},
                              "both": {"type": "both", "in": {"first": {"from": "early.value"}, "second": {"from": "through.value"}}}},
                             "outputs": {"sum": {"from": "both.value"}}}"""), event -> {}).get("sum", Long.class);
        }
    }

    @Test
    void whoWaitsForMoreIsToldWhatIsThereAndWhatIsNot() {
        isFaulty = false;
        assertThat(sum()).isEqualTo(3);
        assertThat(told).isCompletedWithValue("first 1 [late, through]");
    }

    @Test
    void whatItThrowsFailsNothing() {
        isFaulty = true;
        assertThat(sum()).isEqualTo(3);
        assertThat(told).isCompleted();
    }
}
