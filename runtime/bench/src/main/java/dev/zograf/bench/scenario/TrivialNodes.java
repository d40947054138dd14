package dev.zograf.bench.scenario;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A plugin whose only node adds two numbers and counts how often it ran: what is left is the executor's own work. */
public final class TrivialNodes implements NodePlugin {

    /** How often {@link Add} ran. */
    static final AtomicInteger RUNS = new AtomicInteger();

    @Override
    public List<Class<? extends Node<?, ?>>> nodes() {
        return List.of(Add.class);
    }

    /** Adds. */
    @NodeType(id = "bench.add")
    public static final class Add implements Node<Add.In, Add.Out> {

        /** Two numbers. */
        public record In(
                @Doc("A number.") long a, @Doc("A number.") long b) {}

        /** Their sum. */
        public record Out(@Doc("The sum.") long sum) {}

        @Override
        public Out run(In in, RunContext ctx) {
            RUNS.incrementAndGet();
            return new Out(in.a() + in.b());
        }

        /** A direct call. */
        long plus(long a, long b) {
            return new Out(a + b).sum();
        }
    }
}
