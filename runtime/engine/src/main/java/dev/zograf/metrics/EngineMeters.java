package dev.zograf.metrics;

import dev.zograf.EngineMetrics;
import dev.zograf.EngineState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of one engine. */
final class EngineMeters implements EngineMetrics.Recorder {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Runnable whenClosed;
    private final Set<Meter> meters = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EngineMeters(MeterRegistry registry, Tags tags, Supplier<EngineState> state, Runnable whenClosed) {
        this.registry = registry;
        this.tags = tags;
        this.whenClosed = whenClosed;
        gauge("zograf.runs.active", "runs", "Runs that have not ended.", state, EngineState::runs);
        gauge("zograf.nodes.active", "nodes", "Nodes that are at work.", state, EngineState::activeNodes);
        gauge("zograf.nodes.queued", "nodes", "Nodes that wait for a thread.", state, EngineState::queuedNodes);
        gauge("zograf.cache.size", BaseUnits.BYTES, "Results that are kept.", state, EngineState::cacheBytes);
        gauge("zograf.models.size", BaseUnits.BYTES, "Weights that are loaded.", state, EngineState::modelBytes);
        gauge("zograf.sessions", "sessions", "Networks that are loaded.", state, EngineState::sessions);
    }

    private void gauge(
            String name, String unit, String doc, Supplier<EngineState> state, ToDoubleFunction<EngineState> number) {
        meters.add(Gauge.builder(name, () -> number.applyAsDouble(state.get()))
                .description(doc)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    @Override
    public void runEnded(String outcome, Duration took) {
        time(Timer.builder("zograf.run").description("Runs, from start to end.").tag("outcome", outcome), took);
    }

    @Override
    public void nodeRan(String type, Duration took) {
        time(Timer.builder("zograf.node").description("Nodes at work.").tag("type", type), took);
    }

    @Override
    public void nodeCached(String type) {
        count(Counter.builder("zograf.node.cached")
                .description("Nodes whose result was there already.")
                .tag("type", type));
    }

    @Override
    public void nodeFailed(String type) {
        count(Counter.builder("zograf.node.failed")
                .description("Nodes that failed.")
                .tag("type", type));
    }

    @Override
    public void networkRan(String network, Duration took) {
        time(
                Timer.builder("zograf.network")
                        .description("Networks that compute, without waiting and loading.")
                        .tag("network", network),
                took);
    }

    private void time(Timer.Builder builder, Duration took) {
        if (!closed) {
            Timer timer = builder.tags(tags).register(registry);
            meters.add(timer);
            timer.record(took);
        }
    }

    private void count(Counter.Builder builder) {
        if (!closed) {
            Counter counter = builder.tags(tags).register(registry);
            meters.add(counter);
            counter.increment();
        }
    }

    @Override
    public void close() {
        closed = true;
        meters.forEach(registry::remove);
        meters.clear();
        whenClosed.run();
    }
}
