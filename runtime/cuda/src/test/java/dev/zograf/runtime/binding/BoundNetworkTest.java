package dev.zograf.runtime.binding;

import static dev.zograf.runtime.binding.BoundRuns.OUT;
import static dev.zograf.runtime.binding.BoundRuns.inputs;
import static dev.zograf.runtime.binding.BoundRuns.normal;
import static dev.zograf.runtime.binding.BoundRuns.same;
import static dev.zograf.runtime.binding.BoundRuns.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.runtime.exec.RunCancellation;
import dev.zograf.runtime.network.LoadedNetwork;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.ort.NativeObject;
import dev.zograf.runtime.ort.ProcessorSession;
import dev.zograf.runtime.trace.Trace;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks that run by bound sessions, as the engine sees them: traced, with failures of their name, and cancelled. */
class BoundNetworkTest {

    @Test
    void whatIsCopiedIsInTheTrace() {
        Trace trace = Trace.on(false);
        HostMemory memory = new HostMemory();
        int native0 = NativeObject.open().size();
        ProcessorSession session = ProcessorSession.smallUnet();
        FloatTensor text = normal(1, 2, 5, 24);
        try (LoadedNetwork network = session.network(new SessionBinding(session.address(false), memory), trace)) {
            for (int step = 0; step < 2; step++) {
                Map<String, HostTensor> inputs = inputs(step, 8, text);
                same(network.run(inputs, OUT, true, Cancellation.never()), session.run(inputs, OUT));
            }
            network.rest();
            assertThat(memory.bytes()).isZero();
        }
        assertThat(NativeObject.open()).hasSize(native0);
        Map<String, List<Object>> bytes = new HashMap<>();
        trace.spans().forEach(span -> {
            assertThat(span.category()).isEqualTo("copy");
            bytes.computeIfAbsent(span.name(), key -> new ArrayList<>())
                    .add(span.details().get("bytes"));
        });
        assertThat(bytes)
                .isEqualTo(Map.of("copy to cpu", List.of(3016L, 2056L), "copy from cpu", List.of(2048L, 2048L)));
    }

    @Test
    void anUnknownInputIsLeftOutAndFailuresHaveTheNetworksName() {
        ProcessorSession session = new ProcessorSession(sum());
        FloatTensor x = normal(1, 2, 3);
        try (LoadedNetwork network =
                session.network(new SessionBinding(session.address(false), new HostMemory()), Trace.off())) {
            assertThat(network.run(Map.of("x", x, "y", x, "z", x), OUT, false, Cancellation.never())
                            .get("out")
                            .toArray())
                    .isEqualTo(x.plus(x).toArray());
            assertThatThrownBy(
                            () -> network.run(Map.of("x", x, "y", normal(1, 5, 7)), OUT, false, Cancellation.never()))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("The network net failed: RunWithBinding: ");
        }
    }

    @Test
    void aRunIsCancelledInTheMiddle() throws Exception {
        TensorGraph graph = new TensorGraph();
        Tensor x = graph.input("x", DType.F32, "n", "n");
        Tensor y = x;
        for (int i = 0; i < 400; i++) {
            y = y.matmul(x).times(0.01);
        }
        graph.output("out", y);
        ProcessorSession session = new ProcessorSession(graph);
        try (LoadedNetwork network =
                session.network(new SessionBinding(session.address(true), new HostMemory()), Trace.off())) {
            RunCancellation cancellation = new RunCancellation();
            Thread later = new Thread(() -> {
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                cancellation.request();
            });
            later.start();
            assertThatThrownBy(() -> network.run(Map.of("x", normal(1, 700, 700)), OUT, false, cancellation))
                    .isInstanceOf(CancelledException.class);
            later.join();
            assertThat(network.run(Map.of("x", normal(1, 2, 2)), OUT, false, Cancellation.never()))
                    .containsKey("out");
        }
    }
}
