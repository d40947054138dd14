package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zograf.Outputs;
import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.SampleNodes;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Runs and nodes beside one another. */
class AsyncBehaviourTest extends Behaviours {

    private static final String MEET =
            "'a': { 'type': 'meet', 'in': { 'who': 1 } }, 'b': { 'type': 'meet', 'in': { 'who': 2 } }";

    @Test
    void asyncBasic() throws Exception {
        Run run = engine.start(workflow("'a': { 'type': 'add' }", "'s': {'from': 'a.sum'}"), events::add);
        Outputs outputs = run.result().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(outputs.get("s", Long.class)).isEqualTo(1);
        assertThat(run.isDone()).isTrue();
    }

    /** Each of the two ends only when the other one runs, too. */
    @Test
    void parallelSleepNodes() {
        Outputs outputs = run(MEET, "'a': {'from': 'a.met'}, 'b': {'from': 'b.met'}");
        assertThat(outputs.get("a", Boolean.class)).isTrue();
        assertThat(outputs.get("b", Boolean.class)).isTrue();
    }

    @Test
    void asyncMultipleParallel() {
        Run first = engine.start(
                workflow("'a': { 'type': 'meet', 'in': { 'who': 1 } }", "'m': {'from': 'a.met'}"), event -> {});
        Run second = engine.start(
                workflow("'a': { 'type': 'meet', 'in': { 'who': 2 } }", "'m': {'from': 'a.met'}"), event -> {});
        assertThat(first.join().get("m", Boolean.class)).isTrue();
        assertThat(second.join().get("m", Boolean.class)).isTrue();
    }

    @Test
    void asyncDependencies() {
        Outputs outputs = run("""
                'l': { 'type': 'loop', 'in': { 'times': 3 } },
                'm': { 'type': 'loop', 'in': { 'times': 2, 'step': {'from': 'l.sum'} } }
                """, "'s': {'from': 'm.sum'}");
        assertThat(outputs.get("s", Long.class)).isEqualTo(6);
        assertThat(started().indexOf("m")).isGreaterThan(started().indexOf("l/2/add"));
    }

    @Test
    void error() {
        WorkflowException failure = failure(
                "'a': { 'type': 'add' }, 'f': { 'type': 'fail', 'in': { 'how': 'io', 'after': {'from': 'a.sum'} } }",
                "'s': {'from': 'f.sum'}");
        assertThat(failure.kind()).isEqualTo(WorkflowException.Kind.FAILED);
        assertThat(failure.node()).contains("f");
        assertThat(failure.nodeType()).contains("fail@1");
        assertThat(failure.nodeInputs()).containsEntry("after", "1");
        assertThat(events.get(events.size() - 1)).isInstanceOf(RunEvent.RunFailed.class);
    }

    /** Who waits may give up; the run is the host's to cancel. */
    @Test
    void asyncTimeout() {
        Run run = engine.start(workflow("'w': { 'type': 'wait' }", "'s': {'from': 'w.sum'}"), event -> {});
        Throwable gaveUp =
                catchThrowable(() -> run.result().toCompletableFuture().get(50, TimeUnit.MILLISECONDS));
        assertThat(gaveUp).isInstanceOf(TimeoutException.class);
        assertThat(run.isDone()).isFalse();
        run.cancel();
        assertThat(catchThrowable(run::join)).hasMessageContaining("cancelled");
    }

    @Test
    void asyncConcurrentErrorRecovery() {
        Workflow good = workflow("'l': { 'type': 'loop', 'in': { 'times': 9 } }", "'s': {'from': 'l.sum'}");
        Workflow bad = workflow(
                "'l': { 'type': 'loop', 'in': { 'times': 9 } }, 'f': { 'type': 'fail', 'in': { 'how': 'oom', 'after': {'from': 'l.sum'} } }",
                "'s': {'from': 'f.sum'}");
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            runs.add(engine.start(i % 2 == 0 ? good : bad, event -> {}));
        }
        for (int i = 0; i < runs.size(); i++) {
            if (i % 2 == 0) {
                assertThat(runs.get(i).join().get("s", Long.class)).isEqualTo(9);
            } else {
                assertThat(catchThrowable(runs.get(i)::join)).hasMessageContaining("OutOfMemoryError");
            }
        }
    }

    /** What fails for lack of heap says what to choose, frees what is kept, and leaves the engine as it was. */
    @Test
    void asyncLackOfMemory() {
        Workflow good = workflow("'l': { 'type': 'loop', 'in': { 'times': 9 } }", "'s': {'from': 'l.sum'}");
        Workflow bad = workflow("'f': { 'type': 'fail', 'in': { 'how': 'heap' } }", "'s': {'from': 'f.sum'}");
        Run beside = engine.start(good, event -> {});
        assertThat(catchThrowable(() -> engine.run(bad)))
                .hasMessageContaining("Node f (fail@1) failed: OutOfMemoryError: ")
                .hasMessageContaining(
                        "The heap of Java has at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB")
                .hasMessageContaining("choose a smaller size or batch, or allow more with -Xmx");
        assertThat(beside.join().get("s", Long.class)).isEqualTo(9);
        assertThat(engine.run(good).get("s", Long.class)).isEqualTo(9);
    }

    @Test
    void asyncCleanup() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        Run run = engine.start(
                workflow(
                        "'v': { 'type': 'wait' }, 'w': { 'type': 'wait', 'in': { 'after': 1 } }",
                        "'s': {'from': 'v.sum'}, 't': {'from': 'w.sum'}"),
                event -> {
                    if (event instanceof RunEvent.NodeStarted) {
                        inside.countDown();
                    }
                });
        inside.await();
        engine.close();
        assertThat(catchThrowable(run::join)).hasMessageContaining("cancelled");
        assertThat(SampleNodes.Wait.INSIDE).hasValue(0);
    }

    @Test
    void asyncMixedSync() {
        Outputs outputs = run(
                "'a': { 'type': 'add', 'in': { 'a': 2, 'b': 2 } }, 'l': { 'type': 'loop', 'in': { 'times': 4, 'step': {'from': 'a.sum'} } },"
                        + " 'c': { 'type': 'add', 'in': { 'a': {'from': 'l.sum'}, 'b': {'from': 'a.sum'} } }",
                "'s': {'from': 'c.sum'}");
        assertThat(outputs.get("s", Long.class)).isEqualTo(20);
    }
}
