package dev.zograf.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Outputs;
import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.SampleNodes;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The executor with checker and planner before it, on graphs of trivial nodes. */
@Timeout(120)
class ExecutorTest {

    private Zograf engine =
            Zograf.builder().nodePlugins(new SampleNodes()).threads(4).build();

    @BeforeEach
    void reset() {
        SampleNodes.Add.RUNS.set(0);
        SampleNodes.Meet.HERE.set(0);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Workflow workflow(String nodes, String outputs) {
        return engine.read("{ \"zograf\": 1, \"nodes\": {" + nodes + "}, \"outputs\": {" + outputs + "} }");
    }

    private static String add(String id, String a, String b) {
        return "\"" + id + "\": { \"type\": \"add\", \"in\": { \"a\": " + a + ", \"b\": " + b + " } }";
    }

    private static String from(String id) {
        return "{\"from\": \"" + id + ".sum\"}";
    }

    private static long sum(Outputs outputs, String name) {
        return outputs.get(name, Long.class);
    }

    /** A random graph gives what evaluating each node by hand gives, and runs no node twice nor one that nobody needs. */
    @RepeatedTest(60)
    void agreesWithNaiveEvaluation(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int count = 1 + random.nextInt(60);
        long[] values = new long[count];
        int[][] links = new int[count][2];
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String[] in = new String[2];
            for (int k = 0; k < 2; k++) {
                boolean link = i > 0 && random.nextInt(4) > 0;
                links[i][k] = link ? random.nextInt(i) : -1;
                long literal = random.nextInt(1000);
                values[i] += link ? values[links[i][k]] : literal;
                in[k] = link ? from("n" + links[i][k]) : String.valueOf(literal);
            }
            nodes.add(add("n" + i, in[0], in[1]));
        }
        Collections.shuffle(nodes, random);
        List<String> outputs = new ArrayList<>();
        boolean[] needed = new boolean[count];
        for (int k = 0; k <= random.nextInt(4); k++) {
            int pick = random.nextInt(count);
            needed[pick] = true;
            outputs.add("\"o" + k + "\": " + from("n" + pick));
        }
        for (int i = count - 1; i >= 0; i--) {
            for (int link : links[i]) {
                if (needed[i] && link >= 0) {
                    needed[link] = true;
                }
            }
        }
        int most = 0;
        for (boolean n : needed) {
            most += n ? 1 : 0;
        }
        Workflow workflow = workflow(String.join(",", nodes), String.join(",", outputs));
        Outputs results = engine.run(workflow);
        for (String output : outputs) {
            String[] parts = output.split("\"");
            int node = Integer.parseInt(parts[5].substring(1, parts[5].indexOf('.')));
            assertThat(sum(results, parts[1])).isEqualTo(values[node]);
        }
        assertThat(SampleNodes.Add.RUNS.get()).isBetween(1, most);
        int before = SampleNodes.Add.RUNS.get();
        engine.run(workflow);
        assertThat(SampleNodes.Add.RUNS).hasValue(before);
    }

    @Test
    void aChainOfTenThousandNodesRunsAndItsSecondRunExecutesNothing() {
        StringBuilder nodes = new StringBuilder(add("n0", "0", "1"));
        for (int i = 1; i < 10_000; i++) {
            nodes.append(',').append(add("n" + i, from("n" + (i - 1)), "1"));
        }
        Workflow workflow = workflow(nodes.toString(), "\"sum\": " + from("n9999"));
        assertThat(sum(engine.run(workflow), "sum")).isEqualTo(10_000);
        assertThat(SampleNodes.Add.RUNS).hasValue(10_000);
        assertThat(sum(engine.run(workflow), "sum")).isEqualTo(10_000);
        assertThat(SampleNodes.Add.RUNS).hasValue(10_000);
    }

    @Test
    void tenThousandNodesSideBySideRunAndTheirSecondRunExecutesNothing() {
        StringBuilder nodes = new StringBuilder();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            nodes.append(add("n" + i, String.valueOf(i), "1")).append(',');
            all.append(i == 0 ? "" : ",").append(from("n" + i));
        }
        nodes.append("\"s\": { \"type\": \"sum\", \"in\": { \"values\": [")
                .append(all)
                .append("] } }");
        Workflow workflow = workflow(nodes.toString(), "\"sum\": " + from("s"));
        assertThat(engine.run(workflow).get("sum", Double.class)).isEqualTo(10_000 * 9_999 / 2 + 10_000);
        assertThat(SampleNodes.Add.RUNS).hasValue(10_000);
        engine.run(workflow);
        assertThat(SampleNodes.Add.RUNS).hasValue(10_000);
    }

    @Test
    void independentBranchesRunAtTheSameTime() {
        Outputs outputs = engine.run(workflow(
                "\"a\": { \"type\": \"meet\", \"in\": { \"who\": 1 } }, \"b\": { \"type\": \"meet\", \"in\": { \"who\": 2 } }",
                "\"a\": {\"from\": \"a.met\"}, \"b\": {\"from\": \"b.met\"}"));
        assertThat(outputs.get("a", Boolean.class)).isTrue();
        assertThat(outputs.get("b", Boolean.class)).isTrue();
    }

    @Test
    void computesALazyInputOnlyIfAsked() {
        String nodes = add("x", "1", "1") + "," + add("y", from("x"), "5") + "," + add("z", from("x"), "7") + ","
                + "\"bad\": { \"type\": \"fail\", \"in\": { \"how\": \"io\" } },"
                + "\"pick\": { \"type\": \"choose\", \"in\": { \"first\": true, \"a\": " + from("y")
                + ", \"b\": " + from("bad") + " } }";
        Outputs outputs = engine.run(workflow(nodes, "\"v\": {\"from\": \"pick.value\"}, \"z\": " + from("z")));
        assertThat(outputs.get("v", Long.class)).isEqualTo(7);
        assertThat(sum(outputs, "z")).isEqualTo(9);
        assertThat(SampleNodes.Add.RUNS).hasValue(3);
        assertThatThrownBy(
                        () -> engine.run(workflow(nodes.replace("true", "false"), "\"v\": {\"from\": \"pick.value\"}")))
                .isInstanceOfSatisfying(
                        WorkflowException.class, e -> assertThat(e.node()).contains("bad"));
    }

    @Test
    void lazyInputsOfManyNodesThatShareUpstreamNeitherHangNorRunTwice() {
        engine.close();
        engine = Zograf.builder().nodePlugins(new SampleNodes()).threads(2).build();
        StringBuilder nodes = new StringBuilder(add("n0", "0", "1"));
        StringBuilder outputs = new StringBuilder("\"o0\": " + from("n0"));
        for (int i = 1; i < 60; i++) {
            nodes.append(',').append(add("n" + i, from("n" + (i - 1)), "1"));
        }
        for (int i = 1; i < 60; i++) {
            nodes.append(",\"p")
                    .append(i)
                    .append("\": { \"type\": \"choose\", \"in\": { \"first\": ")
                    .append(i % 2 == 0)
                    .append(", \"a\": ")
                    .append(from("n" + i))
                    .append(", \"b\": ")
                    .append(from("n" + (60 - i)))
                    .append(" } }");
            outputs.append(",\"o")
                    .append(i)
                    .append("\": {\"from\": \"p")
                    .append(i)
                    .append(".value\"}");
        }
        Workflow workflow = workflow(nodes.toString(), outputs.toString());
        Outputs results = engine.run(workflow);
        for (int i = 1; i < 60; i++) {
            assertThat(results.get("o" + i, Long.class)).isEqualTo(i % 2 == 0 ? i + 1 : 61 - i);
        }
        assertThat(SampleNodes.Add.RUNS.get()).isLessThanOrEqualTo(60);
    }

    @Test
    void lazyInputsNestDeeply() {
        StringBuilder nodes = new StringBuilder(add("n", "20", "1"));
        for (int i = 0; i < 5_000; i++) {
            nodes.append(
                    ",\"p%d\": { \"type\": \"choose\", \"in\": { \"first\": true, \"a\": {\"from\": \"%s\"}, \"b\": 1 } }"
                            .formatted(i, i == 0 ? "n.sum" : "p" + (i - 1) + ".value"));
        }
        Outputs outputs = engine.run(workflow(nodes.toString(), "\"v\": {\"from\": \"p4999.value\"}"));
        assertThat(outputs.get("v", Long.class)).isEqualTo(21);
    }

    @Test
    void concurrentRunsShareAResultInTheMaking() {
        SampleNodes.Meet.HERE.set(1);
        Workflow workflow =
                workflow("\"a\": { \"type\": \"meet\", \"in\": { \"who\": 9 } }", "\"a\": {\"from\": \"a.met\"}");
        List<Run> runs = new ArrayList<>();
        AtomicInteger started = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            runs.add(engine.start(workflow, event -> {
                if (event instanceof RunEvent.NodeStarted) {
                    started.incrementAndGet();
                }
            }));
        }
        runs.forEach(run -> assertThat(run.join().get("a", Boolean.class)).isTrue());
        assertThat(started).hasValue(1);
    }

    @Test
    void aRunThatWaitedForACancelledOneDoesTheWorkItself() {
        Workflow workflow = workflow("\"w\": { \"type\": \"wait\" }", "\"w\": {\"from\": \"w.sum\"}");
        Run first = engine.start(workflow, event -> {});
        Run second = engine.start(workflow, event -> {});
        first.cancel();
        assertThatThrownBy(first::join).hasMessageContaining("cancelled");
        assertThat(second.isDone()).isFalse();
        second.cancel();
        assertThatThrownBy(second::join).hasMessageContaining("cancelled");
    }

    @Test
    void nothingBehindAnImpureNodeIsKept() {
        Workflow workflow = workflow(
                "\"t\": { \"type\": \"tick\" }," + add("a", "{\"from\": \"t.tick\"}", "0"), "\"a\": " + from("a"));
        long first = sum(engine.run(workflow), "a");
        assertThat(sum(engine.run(workflow), "a")).isEqualTo(first + 1);
    }

    @Test
    void runsWithoutACacheToo() {
        try (Zograf forgetful =
                Zograf.builder().nodePlugins(new SampleNodes()).cacheBytes(0).build()) {
            Workflow workflow = forgetful.read("{ \"zograf\": 1, \"nodes\": {" + add("a", "1", "2") + ","
                    + add("b", from("a"), from("a")) + "}, \"outputs\": { \"b\": " + from("b") + "} }");
            assertThat(sum(forgetful.run(workflow), "b")).isEqualTo(6);
            List<RunEvent> events = new ArrayList<>();
            assertThat(sum(forgetful.run(workflow, events::add), "b")).isEqualTo(6);
            assertThat(events)
                    .contains(new RunEvent.NodeStarted("a", "add@1", "its result was dropped to save memory"));
            assertThat(SampleNodes.Add.RUNS).hasValue(4);
        }
    }

    @Test
    void manyRunsAtOnceWithCancellationsLeaveNothingBehind() {
        StringBuilder nodes = new StringBuilder(add("n0", "0", "1"));
        for (int i = 1; i < 200; i++) {
            nodes.append(',')
                    .append(add("n" + i, from("n" + i / 2), from("n" + (i - 1))).replace("n0.sum\"}", "n0.sum\"}"));
        }
        Workflow workflow = workflow(nodes.toString(), "\"s\": " + from("n40") + ", \"t\": " + from("n60"));
        Random random = new Random(5);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Run run = engine.start(workflow, event -> {});
            if (random.nextBoolean()) {
                run.cancel();
            }
            runs.add(run);
        }
        for (Run run : runs) {
            try {
                run.join();
            } catch (WorkflowException e) {
                assertThat(e.kind()).isEqualTo(WorkflowException.Kind.CANCELLED);
            }
        }
        assertThat(engine.run(workflow).names()).containsExactly("s", "t");
    }
}
