package dev.zograf.behaviour;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zograf.Outputs;
import dev.zograf.RunEvent;
import dev.zograf.SampleNodes;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the tests of behaviours have in common: an engine with their nodes, and short ways to write workflows. */
@Timeout(60)
abstract class Behaviours {

    Zograf engine = engine(4);
    final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

    static Zograf engine(int threads) {
        return Zograf.builder()
                .nodePlugins(new SampleNodes(), new BehaviourNodes())
                .threads(threads)
                .build();
    }

    @BeforeEach
    void reset() {
        SampleNodes.Add.RUNS.set(0);
        SampleNodes.Meet.HERE.set(0);
        BehaviourNodes.Make.RUNS.set(0);
        BehaviourNodes.Use.RUNS.set(0);
        BehaviourNodes.Note.RUNS.set(0);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** With single quotes for double ones. */
    Workflow workflow(String nodes, String outputs) {
        return engine.read("{ 'zograf': 1, 'nodes': {%s}, 'outputs': {%s} }"
                .formatted(nodes, outputs)
                .replace('\'', '"'));
    }

    Outputs run(String nodes, String outputs) {
        return engine.run(workflow(nodes, outputs), events::add);
    }

    /** The failure that the workflow ends in. */
    WorkflowException failure(String nodes, String outputs) {
        return catchThrowableOfType(WorkflowException.class, () -> run(nodes, outputs));
    }

    /** The ids of the nodes that started, in order. */
    List<String> started() {
        return events.stream()
                .filter(RunEvent.NodeStarted.class::isInstance)
                .map(e -> ((RunEvent.NodeStarted) e).node())
                .toList();
    }

    /** The ids of the nodes whose results were there. */
    List<String> cached() {
        return events.stream()
                .filter(RunEvent.NodeCached.class::isInstance)
                .map(e -> ((RunEvent.NodeCached) e).node())
                .toList();
    }

    /** The ids of the nodes that were left out. */
    List<String> skipped() {
        return events.stream()
                .filter(RunEvent.NodeSkipped.class::isInstance)
                .map(e -> ((RunEvent.NodeSkipped) e).node())
                .toList();
    }
}
