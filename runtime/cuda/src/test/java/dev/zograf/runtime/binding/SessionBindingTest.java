package dev.zograf.runtime.binding;

import static dev.zograf.runtime.binding.BoundRuns.OUT;
import static dev.zograf.runtime.binding.BoundRuns.inputs;
import static dev.zograf.runtime.binding.BoundRuns.normal;
import static dev.zograf.runtime.binding.BoundRuns.same;
import static dev.zograf.runtime.binding.BoundRuns.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.runtime.network.BindingException;
import dev.zograf.runtime.network.BoundSession;
import dev.zograf.runtime.ort.ProcessorSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bound sessions, on the processor and its memory, give to the bit what the Java interface gives, and copy only what changes. */
class SessionBindingTest {

    private static final Set<String> BOTH = Set.of("hidden", "out");

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
}
