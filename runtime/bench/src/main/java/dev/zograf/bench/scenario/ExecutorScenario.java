package dev.zograf.bench.scenario;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import java.util.Locale;

/** A graph of many trivial nodes: what is left is the executor's own work. */
final class ExecutorScenario implements Scenario {

    private static final int NODES = 10_000;

    /** Rounds before those that count, in which Java compiles: an engine of a host has run before. */
    private static final int WARM_UP = 5;

    @Override
    public String name() {
        return "executor";
    }

    @Override
    public String about() {
        return "a graph of " + NODES
                + " trivial nodes: read and checked, planned and run, and the same again, which must run nothing";
    }

    @Override
    public void run(Workbench bench, Report report) {
        String json = graph();
        Samples read = new Samples();
        Samples first = new Samples();
        Samples second = new Samples();
        Samples node = new Samples();
        Samples cold = new Samples();
        try (Zograf zograf = Zograf.builder().nodePlugins(new TrivialNodes()).build()) {
            for (int i = -WARM_UP; i < bench.settings().runs(); i++) {
                long start = System.nanoTime();
                Workflow workflow = zograf.read(json).with("x", (long) i);
                double reading = (System.nanoTime() - start) / 1e9;
                int before = TrivialNodes.RUNS.get();
                double run = seconds(zograf, workflow);
                int ran = TrivialNodes.RUNS.get() - before;
                double running = seconds(zograf, workflow);
                int again = TrivialNodes.RUNS.get() - before - ran;
                if (ran != NODES || again != 0) {
                    throw new IllegalStateException(ran + " nodes ran at first and " + again + " the second time.");
                }
                double beyond = (run - direct()) / NODES * 1e6;
                if (i == -WARM_UP) {
                    cold.add(beyond);
                }
                if (i >= 0) {
                    read.add(reading);
                    first.add(run);
                    second.add(running);
                    node.add(beyond);
                }
            }
        }
        report.row(Row.of("read and checked", "s", read));
        report.row(Row.of("planned and run", "s", first));
        report.row(Row.of("the same again", "s", second));
        report.row(Row.of("a node, beyond a direct call", "us", node));
        report.row(Row.of("the same, the first time in a JVM", "us", cold));
    }

    /** The same additions without an engine, in seconds. */
    private static double direct() {
        TrivialNodes.Add add = new TrivialNodes.Add();
        long sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < NODES; i++) {
            sum = add.plus(sum & 7, i);
        }
        return (System.nanoTime() - start + (sum & 1)) / 1e9;
    }

    private static double seconds(Zograf zograf, Workflow workflow) {
        long start = System.nanoTime();
        zograf.run(workflow);
        return (System.nanoTime() - start) / 1e9;
    }

    private static String graph() {
        StringBuilder json =
                new StringBuilder("{\"zograf\": 1, \"inputs\": {\"x\": {\"type\": \"integer\"}}, \"nodes\": {");
        for (int i = 0; i < NODES; i++) {
            String before = i == 0 ? "inputs.x" : "n" + (i - 1) + ".sum";
            String other = i < 100 ? "1" : "{\"from\": \"n" + (i - 100) + ".sum\"}";
            json.append(i == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "\"n%d\": {\"type\": \"bench.add@1\", \"in\": {\"a\": {\"from\": \"%s\"}, \"b\": %s}}",
                            i,
                            before,
                            other));
        }
        return json.append("}, \"outputs\": {\"sum\": {\"from\": \"n" + (NODES - 1) + ".sum\"}}}")
                .toString();
    }
}
