package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which networks run beside one another on the processor. */
@Timeout(60)
class AtOnceTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Watched backend = new Watched();

    /** All products of two numbers of a vector: works with 4 n² bytes. */
    private record Outer() implements NetworkDefinition {
        @Override
        public String name() {
            return "outer";
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Tensor x = graph.input("x", DType.F32, "n");
            graph.output("out", x.reshape(x.dim(0), 1).times(x).max());
        }
    }

    /** Lets no run end before {@link #wanted} run at once; remembers the most. */
    private static final class Watched extends FakeBackend implements LoadedNetwork {

        private int wanted = 1;
        private int now;
        private int most;
        private final AtomicInteger ran = new AtomicInteger();

        @Override
        long runsAtOnceBelow() {
            return 1 << 20;
        }

        @Override
        LoadedNetwork load(String network, Device device) {
            return this;
        }

        @Override
        public synchronized Map<String, FloatTensor> run(
                Map<String, ? extends HostTensor> inputs,
                Set<String> outputs,
                boolean again,
                Cancellation cancellation) {
            now++;
            most = Math.max(most, now);
            notifyAll();
            try {
                while (most < wanted) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            now--;
            ran.incrementAndGet();
            return Map.of("out", FloatTensor.zeros(1));
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static NetworkOptions options(Optimization optimization) {
        return new NetworkOptions(Device.CPU, 2, optimization, Precision.AUTO, 1 << 30);
    }

    /** The most that ran at once of four runs on inputs of that size. */
    private int most(NetworkOptions options, int size, int wanted) {
        try (EngineNetworks engine = new EngineNetworks(options, backend)) {
            Network network = engine.compile(new Outer(), Weights.of(new NoWeights()));
            Map<String, FloatTensor> input = Map.of("x", FloatTensor.zeros(size));
            network.run(input, "out", Cancellation.never());
            backend.wanted = wanted;
            CompletableFuture<?>[] runs = new CompletableFuture<?>[4];
            for (int i = 0; i < runs.length; i++) {
                runs[i] = CompletableFuture.runAsync(() -> network.run(input, "out", Cancellation.never()), threads);
            }
            CompletableFuture.allOf(runs).join();
        }
        assertThat(backend.ran).hasValue(5);
        return backend.most;
    }

    @Test
    void asManySmallOnesAsThereAreCores() {
        assertThat(most(options(Optimization.AUTO), 100, 2)).isEqualTo(2);
    }

    @Test
    void oneLargeOne() {
        assertThat(most(options(Optimization.AUTO), 10_000, 1)).isEqualTo(1);
    }

    @Test
    void oneIfMemoryIsToBeSaved() {
        assertThat(most(options(Optimization.SMALL), 100, 1)).isEqualTo(1);
    }

    @Test
    void oneIfSeveralWouldExceedTheBudget() {
        assertThat(most(options(Optimization.AUTO).within(150_000), 100, 1)).isEqualTo(1);
    }
}
