package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.Weights;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs of networks that somebody cancels. */
class StoppedRunsTest {

    private final EngineNetworks engine =
            OrtBackend.networks(new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30));

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void stopsInsideARun() throws Exception {
        Network network = engine.compile(new Powers(1_000), Weights.of(new MemoryWeights()));
        FloatTensor x = FloatTensor.of(SmallNetwork.gaussian(new Random(1), 512 * 512), 512, 512);
        Switch cancel = new Switch();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = new Thread(() -> {
            try {
                network.run(Map.of("x", x), "out", cancel);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        worker.start();
        cancel.registered.await();
        cancel.request();
        worker.join();
        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        // The session goes on to serve others.
        Network small = engine.compile(new Powers(3), Weights.of(new MemoryWeights()));
        assertThat(small.run(Map.of("x", x), "out", Cancellation.never()).shape())
                .containsExactly(512, 512);
    }

    @Test
    void stopsBeforeARun() {
        Network network = engine.compile(new Powers(1), Weights.of(new MemoryWeights()));
        Switch cancel = new Switch();
        cancel.request();
        assertThatThrownBy(() -> network.run(Map.of("x", FloatTensor.zeros(2, 2)), "out", cancel))
                .isInstanceOf(CancelledException.class);
    }
}
