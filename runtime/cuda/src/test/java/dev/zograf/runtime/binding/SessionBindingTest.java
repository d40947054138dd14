package dev.zograf.runtime.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import dev.zograf.api.Cancellation;
import dev.zograf.api.CancelledException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.runtime.exec.RunCancellation;
import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.network.BoundSession;
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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bound sessions, on the processor and its memory, give to the bit what the Java interface gives, and copy only what changes. */
class SessionBindingTest {

    private static final Set<String> OUT = Set.of("out");
    private static final Set<String> BOTH = Set.of("hidden", "out");

    private static FloatTensor normal(long seed, int... shape) {
        Random random = new Random(seed);
        int size = 1;
        for (int dim : shape) {
            size *= dim;
        }
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return FloatTensor.wrap(numbers, shape);
    }

    private static Map<String, HostTensor> inputs(long seed, int side, FloatTensor text) {
        return Map.of(
                "sample",
                normal(seed, 2, 4, side, side),
                "timestep",
                FloatTensor.of(new float[] {seed, seed}, 2),
                "text",
                text);
    }

    private static void same(Map<String, FloatTensor> got, Map<String, FloatTensor> wanted) {
        assertThat(got.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, tensor) -> {
            assertThat(got.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(got.get(name).toArray()).isEqualTo(tensor.toArray());
        });
    }

    /** What was copied at a run, without times. */
    private record Copies(List<String> to, long bytesTo, long bytesFrom) {}

    private static Copies copies(List<BoundSession.Crossing> crossings) {
        List<String> to = new ArrayList<>();
        long there = 0;
        long back = 0;
        for (BoundSession.Crossing each : crossings) {
            assertThat(each.end()).isGreaterThanOrEqualTo(each.start());
            if (each.toDevice()) {
                to.addAll(each.tensors());
                there += each.bytes();
            } else {
                back += each.bytes();
            }
        }
        return new Copies(to.stream().sorted().toList(), there, back);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runsGiveWhatTheJavaInterfaceGives(boolean captures) throws Exception {
        HostMemory memory = new HostMemory();
        int open = OrtObject.open();
        FloatTensor text = normal(1, 2, 5, 24);
        try (ProcessorSession session = ProcessorSession.smallUnet();
                BoundSession bound = new SessionBinding(session.address(captures), memory)) {
            for (int round = 0; round < 2; round++) {
                for (int side : new int[] {8, 12, 8}) {
                    for (int step = 0; step < 4; step++) {
                        Map<String, HostTensor> inputs = inputs(step, side, text);
                        same(session.run(bound, inputs, BOTH, step > 0, crossing -> {}), session.run(inputs, BOTH));
                    }
                    Map<String, HostTensor> inputs = inputs(9, side, text);
                    same(session.run(bound, inputs, OUT, true, crossing -> {}), session.run(inputs, OUT));
                }
            }
            assertThat(bound.hasCaptured()).isEqualTo(captures);
            assertThat(memory.bytes()).isPositive();
        }
        assertThat(memory.bytes()).isZero();
        assertThat(OrtObject.open()).isEqualTo(open);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyWhatChangesIsCopied(boolean captures) throws Exception {
        FloatTensor text = normal(1, 2, 5, 24);
        HostMemory memory = new HostMemory();
        try (ProcessorSession session = ProcessorSession.smallUnet();
                BoundSession bound = new SessionBinding(session.address(captures), memory)) {
            List<Copies> copies = new ArrayList<>();
            for (int step = 0; step < 5; step++) {
                List<BoundSession.Crossing> crossings = new ArrayList<>();
                session.run(bound, inputs(step, 8, text), OUT, true, crossings::add);
                copies.add(copies(crossings));
            }
            long latents = 2 * 4 * 8 * 8 * 4;
            assertThat(copies.get(0))
                    .isEqualTo(new Copies(
                            List.of("sample", "text", "timestep"), latents + 2 * 4 + 2 * 5 * 24 * 4, latents));
            assertThat(copies.subList(1, 5))
                    .containsOnly(new Copies(List.of("sample", "timestep"), latents + 2 * 4, latents));
            long held = memory.bytes();
            bound.rest();
            assertThat(memory.bytes()).isEqualTo(captures ? held : 0);
            // Equal numbers are not the same numbers.
            List<BoundSession.Crossing> crossings = new ArrayList<>();
            session.run(bound, inputs(1, 8, normal(1, 2, 5, 24)), OUT, true, crossings::add);
            assertThat(copies(crossings).to()).contains("text");
        }
    }

    /** Some numbers are made anew at each step, such as the sizes that SDXL is told. */
    @Test
    void fewNumbersAreCompared() throws Exception {
        try (ProcessorSession session = new ProcessorSession(sum());
                BoundSession bound = new SessionBinding(session.address(false), new HostMemory())) {
            FloatTensor x = normal(1, 2, 3);
            session.run(bound, Map.of("x", x, "y", x), OUT, true, crossing -> {});
            List<BoundSession.Crossing> crossings = new ArrayList<>();
            FloatTensor sum = session.run(
                            bound, Map.of("x", normal(1, 2, 3), "y", normal(2, 2, 3)), OUT, true, crossings::add)
                    .get("out");
            assertThat(copies(crossings).to()).containsExactly("y");
            assertThat(sum.toArray()).isEqualTo(x.plus(normal(2, 2, 3)).toArray());
        }
    }

    @Test
    void nothingStaysOnTheDeviceOfWhatRunsOnce() throws Exception {
        HostMemory memory = new HostMemory();
        try (ProcessorSession session = ProcessorSession.smallUnet();
                BoundSession bound = new SessionBinding(session.address(true), memory)) {
            session.run(bound, inputs(0, 8, normal(1, 2, 5, 24)), OUT, false, crossing -> {});
            assertThat(memory.bytes()).isZero();
            assertThat(bound.hasCaptured()).isFalse();
        }
    }

    /** ONNX Runtime cannot forget a graph. */
    @Test
    void fourSizesAreCapturedAtMost() throws Exception {
        HostMemory memory = new HostMemory();
        FloatTensor text = normal(1, 2, 5, 24);
        try (ProcessorSession session = ProcessorSession.smallUnet();
                BoundSession bound = new SessionBinding(session.address(true), memory)) {
            long before = 0;
            for (int side = 2; side <= 12; side += 2) {
                for (int step = 0; step < 3; step++) {
                    Map<String, HostTensor> inputs = inputs(step, side, text);
                    same(session.run(bound, inputs, OUT, true, crossing -> {}), session.run(inputs, OUT));
                }
                bound.rest();
                if (side > 8) {
                    assertThat(memory.bytes()).isEqualTo(before);
                } else {
                    assertThat(memory.bytes()).isGreaterThan(before);
                }
                before = memory.bytes();
            }
        }
        assertThat(memory.bytes()).isZero();
    }

    private static TensorGraph sum() {
        TensorGraph graph = new TensorGraph();
        Tensor x = graph.input("x", DType.F32, "n", "m");
        graph.output("out", x.plus(graph.input("y", DType.F32, "n", "m")));
        return graph;
    }

    @Test
    void tensorsWithoutNumbersAndWholeNumbers() throws Exception {
        try (ProcessorSession session = ProcessorSession.rows();
                BoundSession bound = new SessionBinding(session.address(false), new HostMemory())) {
            Set<String> outputs = Set.of("out", "rows");
            Map<String, HostTensor> inputs =
                    Map.of("ids", IntTensor.of(new int[] {7, 5, 3}, 1, 3), "table", FloatTensor.zeros(0, 3));
            for (int i = 0; i < 2; i++) {
                Map<String, FloatTensor> got = session.run(bound, inputs, outputs, true, crossing -> {});
                same(got, session.run(inputs, outputs));
                assertThat(got.get("rows").shape()).containsExactly(1, 3, 3);
                assertThat(got.get("out").shape()).containsExactly(0, 3);
            }
        }
    }

    @Test
    void mistakesAreSaidAndLeaveNothing() throws Exception {
        HostMemory memory = new HostMemory();
        FloatTensor x = normal(1, 2, 3);
        try (ProcessorSession session = new ProcessorSession(sum());
                BoundSession bound = new SessionBinding(session.address(false), memory)) {
            assertThatThrownBy(() -> session.run(bound, Map.of("x", x, "z", x), OUT, true, crossing -> {}))
                    .isInstanceOf(BindingException.class)
                    .hasMessageContaining("z");
            assertThatThrownBy(() -> session.run(bound, Map.of("x", x), OUT, true, crossing -> {}))
                    .isInstanceOf(BindingException.class)
                    .hasMessageContaining("y");
            assertThatThrownBy(
                            () -> session.run(bound, Map.of("x", x, "y", normal(1, 5, 7)), OUT, true, crossing -> {}))
                    .isInstanceOf(BindingException.class)
                    .hasMessageContaining("Add");
            assertThatThrownBy(() -> session.run(bound, Map.of("x", x, "y", normal(1, 6)), OUT, true, crossing -> {}))
                    .isInstanceOf(BindingException.class)
                    .hasMessageContaining("rank");
            assertThatThrownBy(() -> session.run(
                            bound, Map.of("x", x, "y", IntTensor.of(new int[6], 2, 3)), OUT, true, crossing -> {}))
                    .isInstanceOf(BindingException.class)
                    .hasMessageContaining("data type");
            assertThatThrownBy(
                            () -> session.run(bound, Map.of("x", x, "y", x), Set.of("nothing"), true, crossing -> {}))
                    .isInstanceOf(BindingException.class)
                    .hasMessageContaining("nothing");
            assertThat(memory.bytes()).isZero();
            assertThat(session.run(bound, Map.of("x", x, "y", x), OUT, true, crossing -> {})
                            .get("out")
                            .toArray())
                    .isEqualTo(x.plus(x).toArray());
            bound.close();
            bound.close();
            assertThatThrownBy(() -> session.run(bound, Map.of("x", x, "y", x), OUT, true, crossing -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(memory.bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threadsGetEachItsOwnResult(boolean captures) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ProcessorSession session = new ProcessorSession(sum());
                BoundSession bound = new SessionBinding(session.address(captures), new HostMemory())) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int mine = thread;
                done.add(threads.submit(() -> {
                    FloatTensor y = normal(mine, 2 + mine % 2, 3);
                    for (int i = 0; i < 50; i++) {
                        FloatTensor x = normal(i, 2 + mine % 2, 3);
                        assertThat(session.run(bound, Map.of("x", x, "y", y), OUT, true, crossing -> {})
                                        .get("out")
                                        .toArray())
                                .isEqualTo(x.plus(y).toArray());
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Ten thousand bindings, of which each runs once; every other one has kept what it needs to run again. */
    @Test
    void nothingIsForgotten() throws Exception {
        HostMemory memory = new HostMemory();
        int open = OrtObject.open();
        FloatTensor x = normal(1, 32, 64);
        List<Long> allocated = new ArrayList<>();
        try (ProcessorSession session = new ProcessorSession(sum())) {
            for (int i = 1; i <= 10_000; i++) {
                try (BoundSession bound = new SessionBinding(session.address(false), memory)) {
                    session.run(bound, Map.of("x", x, "y", x), OUT, i % 2 == 0, crossing -> {});
                }
                if (i == 2_000 || i == 6_000 || i == 10_000) {
                    allocated.add(allocated());
                }
            }
        }
        assertThat(memory.bytes()).isZero();
        assertThat(OrtObject.open()).isEqualTo(open);
        // One output of each run would be 32 MB both times; the compiler of the JVM takes some now and then.
        long first = allocated.get(1) - allocated.get(0);
        long second = allocated.get(2) - allocated.get(1);
        assertThat(Math.min(first, second)).isLessThan(8L << 20);
    }

    /** What glibc's {@code mallinfo2} gives: ten sizes. */
    @Structure.FieldOrder({"sizes"})
    public static final class MallocInfo extends Structure implements Structure.ByValue {

        private static final int IN_USE = 7;

        public long[] sizes = new long[10];
    }

    /** Bytes that were allocated outside of the heap and not freed; 0 where the C library does not say. */
    private static long allocated() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            // What buffers of the JVM have is freed by a thread of its own.
            System.gc();
            Thread.sleep(50);
        }
        try {
            Function info = NativeLibrary.getProcess().getFunction("mallinfo2");
            return ((MallocInfo) info.invoke(MallocInfo.class, new Object[0])).sizes[MallocInfo.IN_USE];
        } catch (UnsatisfiedLinkError e) {
            return 0;
        }
    }

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
