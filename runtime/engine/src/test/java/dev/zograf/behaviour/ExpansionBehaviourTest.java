package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.SampleNodes;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.Subworkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that put graphs together while the workflow runs. */
class ExpansionBehaviourTest extends Behaviours {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void forLoop(int threads) {
        engine.close();
        engine = engine(threads);
        Outputs outputs = run("'l': { 'type': 'loop', 'in': { 'times': 1000 } }", "'s': {'from': 'l.sum'}");
        assertThat(outputs.get("s", Long.class)).isEqualTo(1000);
        assertThat(started()).hasSize(1001).contains("l", "l/0/add", "l/999/add");
        assertThat(events).contains(new RunEvent.NodeStarted("l/7/add", "add@1", "it has not run before"));
    }

    @Test
    void forLoopKeepsNothingOfWhatItsStepsMade() {
        engine.close();
        engine = Zograf.builder()
                .nodePlugins(new SampleNodes(), new BehaviourNodes())
                .threads(2)
                .cacheBytes(0)
                .build();
        Outputs outputs = run("'c': { 'type': 'churn', 'in': { 'times': 300 } }", "'h': {'from': 'c.held'}");
        assertThat(outputs.get("h", Long.class)).isLessThan(5);
    }

    @Test
    void forLoopSharesWhatItsStepsHaveInCommon() {
        run("'l': { 'type': 'loop', 'in': { 'times': 10 } }", "'s': {'from': 'l.sum'}");
        assertThat(SampleNodes.Add.RUNS).hasValue(10);
        Outputs longer = run(
                "'l': { 'type': 'loop', 'in': { 'times': 12 } }, 'a': { 'type': 'add', 'in': { 'a': 3, 'b': 1 } }",
                "'s': {'from': 'l.sum'}, 'a': {'from': 'a.sum'}");
        assertThat(longer.get("s", Long.class)).isEqualTo(12);
        assertThat(longer.get("a", Long.class)).isEqualTo(4);
        assertThat(SampleNodes.Add.RUNS).hasValue(12);
        assertThat(cached()).contains("a", "l/0/add", "l/9/add");
    }

    @Test
    void dynamicCycleError() {
        WorkflowException same =
                failure("'r': { 'type': 'recurse', 'in': { 'depth': 3, 'step': 0 } }", "'d': {'from': 'r.depth'}");
        assertThat(same.kind()).isEqualTo(WorkflowException.Kind.INVALID);
        assertThat(same).hasMessageContaining("cannot call itself with the same inputs");
        assertThat(same.node()).contains("r/0/self");
        assertThat(same.problems().get(0).pointer()).isEqualTo("/nodes/r");
        WorkflowException deep =
                failure("'r': { 'type': 'recurse', 'in': { 'depth': 3, 'step': 1 } }", "'d': {'from': 'r.depth'}");
        assertThat(deep).hasMessageContaining("Calls nest too deep: more than 64");
        assertThat(run("'r': { 'type': 'recurse', 'in': { 'depth': 60 } }", "'d': {'from': 'r.depth'}")
                        .get("d", Long.class))
                .isEqualTo(60);
    }

    @Test
    void mixedExpansionReturns() {
        Outputs outputs = run(
                "'m': { 'type': 'make', 'in': { 'name': 'x' } }, 't': { 'type': 'twice', 'in': { 'thing': {'from': 'm.thing'}, 'salt': 1 } }",
                "'c': {'from': 't.called'}, 'd': {'from': 't.direct'}");
        assertThat(outputs.get("c", String.class)).isEqualTo("x");
        assertThat(outputs.get("d", String.class)).isEqualTo("x");
    }

    @Test
    void whatNobodyCanLookIntoIsKnownByWhereItCameFrom() {
        String make = "'m': { 'type': 'make', 'in': { 'name': 'x' } },";
        for (int salt = 0; salt < 3; salt++) {
            run(
                    make + "'t': { 'type': 'twice', 'in': { 'thing': {'from': 'm.thing'}, 'salt': " + salt + " } }",
                    "'c': {'from': 't.called'}");
        }
        assertThat(BehaviourNodes.Use.RUNS).hasValue(1);
        run(make + "'u': { 'type': 'use', 'in': { 'thing': {'from': 'm.thing'} } }", "'c': {'from': 'u.name'}");
        assertThat(BehaviourNodes.Use.RUNS).hasValue(1);
        assertThat(BehaviourNodes.Make.RUNS).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void parallelSleepExpansion(int threads) {
        engine.close();
        engine = engine(threads);
        Outputs outputs = run("'f': { 'type': 'fan', 'in': { 'count': 2 } }", "'m': {'from': 'f.met'}");
        assertThat(outputs.get("m", Long.class)).isEqualTo(2);
    }

    @Test
    void asyncDynamicPrompts() {
        StringBuilder nodes = new StringBuilder();
        StringBuilder outputs = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            nodes.append(i == 0 ? "" : ",")
                    .append("'l%d': { 'type': 'loop', 'in': { 'times': 20, 'step': %d } }".formatted(i, i % 4));
            outputs.append(i == 0 ? "" : ",").append("'s%d': {'from': 'l%d.sum'}".formatted(i, i));
        }
        Outputs sums = run(nodes.toString(), outputs.toString());
        for (int i = 0; i < 8; i++) {
            assertThat(sums.get("s" + i, Long.class)).isEqualTo(20L * (i % 4));
        }
    }

    @Test
    void aGraphThatCannotRunNamesAllThatIsWrongWithIt() {
        BehaviourNodes.Build.graph = Subworkflow.builder()
                .node("a", "ad", Map.of())
                .node("b", "add@1", Map.of("x", 1, "a", "text", "b", new BehaviourNodes.Thing("t")))
                .node("c", "add", Map.of("a", Subworkflow.link("nobody", "sum")))
                .output("o", Subworkflow.link("b", "product"))
                .build();
        WorkflowException failure = failure("'b': { 'type': 'build' }", "'t': {'from': 'b.text'}");
        assertThat(failure.kind()).isEqualTo(WorkflowException.Kind.INVALID);
        assertThat(failure)
                .hasMessageContaining("There is no node type \"ad\"")
                .hasMessageContaining("no input \"x\"")
                .hasMessageContaining("takes an integer")
                .hasMessageContaining("a thing")
                .hasMessageContaining("There is no node \"nobody\"")
                .hasMessageContaining("no output \"product\"");
        assertThat(failure.node()).contains("b");
    }

    @Test
    void aPureNodeMayNotCallOneThatIsNot() {
        WorkflowException failure = failure("'r': { 'type': 'impure-in-pure' }", "'d': {'from': 'r.tick'}");
        assertThat(failure).hasMessageContaining("tick@1").hasMessageContaining("@Impure");
    }

    @Test
    void asyncError() {
        BehaviourNodes.Build.graph = Subworkflow.builder()
                .node("bad", "fail", Map.of("how", "io"))
                .output("o", Subworkflow.link("bad", "sum"))
                .build();
        WorkflowException failure = failure("'b': { 'type': 'build' }", "'t': {'from': 'b.text'}");
        assertThat(failure.kind()).isEqualTo(WorkflowException.Kind.FAILED);
        assertThat(failure.node()).contains("b/0/bad");
        assertThat(failure.nodeType()).contains("fail@1");
        assertThat(failure).hasMessageContaining("b/0/bad").hasMessageContaining("the disk is on fire");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void asyncCancellation(int threads) throws Exception {
        engine.close();
        engine = engine(threads);
        BehaviourNodes.Build.graph = Subworkflow.builder()
                .node("w", "wait", Map.of())
                .output("o", Subworkflow.link("w", "sum"))
                .build();
        Workflow workflow = workflow("'b': { 'type': 'build' }", "'t': {'from': 'b.text'}");
        CountDownLatch inside = new CountDownLatch(1);
        Run run = engine.start(workflow, event -> {
            if (event instanceof RunEvent.NodeStarted s && s.node().equals("b/0/w")) {
                inside.countDown();
            }
        });
        inside.await();
        run.cancel();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(run::join)).hasMessageContaining("cancelled");
        assertThat(SampleNodes.Wait.INSIDE).hasValue(0);
        assertThat(run("'a': { 'type': 'add' }", "'s': {'from': 'a.sum'}").get("s", Long.class))
                .isEqualTo(1);
    }

    /** Many runs at once whose nodes call the same graphs, with few threads: all end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void asyncConcurrentCallsShareResultsAndEnd(int threads) {
        engine.close();
        engine = engine(threads);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            runs.add(engine.start(
                    workflow(
                            "'l': { 'type': 'loop', 'in': { 'times': %d } }, 'r': { 'type': 'recurse', 'in': { 'depth': %d } },"
                                            .formatted(5 + i % 3, 3 + i % 5)
                                    + "'c': { 'type': 'choose', 'in': { 'first': %b, 'a': {'from': 'l.sum'}, 'b': {'from': 'r.depth'} } }"
                                            .formatted(i % 2 == 0),
                            "'v': {'from': 'c.value'}"),
                    event -> {}));
        }
        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).join().get("v", Long.class)).isEqualTo(i % 2 == 0 ? 5 + i % 3 : 3 + i % 5);
        }
    }
}
