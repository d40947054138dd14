package dev.zograf.bench.scenario;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.Node;
import dev.zograf.bench.measure.Child;
import dev.zograf.bench.measure.OwnJvm;
import dev.zograf.bench.measure.Report;
import dev.zograf.bench.measure.Row;
import dev.zograf.bench.measure.Samples;
import dev.zograf.bench.measure.Scenario;
import dev.zograf.bench.measure.Workbench;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.RecordBinder;
import dev.zograf.runtime.plugin.ContextLoader;
import dev.zograf.testkit.Leftovers;
import dev.zograf.testkit.PluginJars;
import dev.zograf.testkit.fake.FakeContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures what plugins cost: the start of an engine with many of them, a call through a plugin's node beside a direct one, and what
 * is left of class loaders and metaspace after many reloads.
 */
final class PluginScenario implements Scenario {

    private static final int PLUGINS = 200;
    private static final int NODES = 5;
    private static final int CALLS = 200_000;
    private static final int RELOADS = 1000;

    private static final String NODE = """
            package %1$s;

            import dev.zograf.api.*;

            @NodeType(id = "%1$s.add%2$d")
            public final class Add%2$d implements Node<Add%2$d.In, Add%2$d.Out> {
                public record In(@Doc("A number.") long a, @Doc("A number.") long b) {}
                public record Out(@Doc("The sum.") long sum) {}

                @Override public Out run(In in, RunContext ctx) {
                    return new Out(in.a() + in.b());
                }

                /** So many direct calls. */
                public static long direct(int calls) {
                    Add%2$d node = new Add%2$d();
                    long sum = 0;
                    for (int i = 0; i < calls; i++) {
                        sum += node.run(new In(i, sum & 7), null).sum();
                    }
                    return sum;
                }
            }
            """;

    @Override
    public String name() {
        return "plugins";
    }

    @Override
    public String about() {
        return PLUGINS + " plugins of " + NODES + " nodes: the start of an engine, a call through a plugin's node, "
                + RELOADS + " reloads";
    }

    /** A chain of so many nodes of a type. */
    static String workflow(String type, int nodes) {
        StringBuilder json = new StringBuilder(
                "{\"zograf\": 1, \"inputs\": {\"x\": {\"type\": \"integer\", \"default\": 1}}, \"nodes\": {");
        for (int i = 0; i < nodes; i++) {
            String before = i == 0 ? "inputs.x" : "n" + (i - 1) + ".sum";
            json.append(i == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "\"n%d\": {\"type\": \"%s@1\", \"in\": {\"a\": {\"from\": \"%s\"}, \"b\": 1}}",
                            i,
                            type,
                            before));
        }
        return json.append("}, \"outputs\": {\"sum\": {\"from\": \"n" + (nodes - 1) + ".sum\"}}}")
                .toString();
    }

    private static PluginJars plugin(String id) {
        PluginJars plugin = PluginJars.plugin(id, "1.0.0").provider(id + ".Plugin");
        String classes = String.join(
                ", ",
                IntStream.rangeClosed(1, NODES)
                        .mapToObj(i -> "Add" + i + ".class")
                        .toList());
        plugin.source(
                id + ".Plugin",
                String.format(
                        Locale.ROOT,
                        "package %s; import java.util.List; public final class Plugin implements dev.zograf.api.NodePlugin { public List<Class<?>> nodes() { return List.of(%s); } }",
                        id,
                        classes));
        IntStream.rangeClosed(1, NODES)
                .forEach(i -> plugin.source(id + ".Add" + i, String.format(Locale.ROOT, NODE, id, i)));
        return plugin.nodes(IntStream.rangeClosed(1, NODES)
                .mapToObj(i -> id + ".add" + i + "@1")
                .toArray(String[]::new));
    }

    @Override
    public void run(Workbench bench, Report report) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("zograf-bench-");
        int runs = bench.settings().runs();
        try {
            Path many = folder.resolve("many");
            for (int i = 0; i < PLUGINS; i++) {
                plugin("p" + i).write(many.resolve("p" + i + ".jar"));
            }
            Path none = Files.createDirectories(folder.resolve("none"));
            start(many, PLUGINS, runs, report);
            start(none, 0, 1, report);
            calls(many, runs, report);
            reloads(folder.resolve("one"), report);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // what a node may throw
            throw new IllegalStateException(e);
        } finally {
            Folders.delete(folder);
        }
    }

    private static void start(Path plugins, int count, int runs, Report report)
            throws IOException, InterruptedException {
        Samples started = new Samples();
        Samples checked = new Samples();
        for (int run = 0; run < runs; run++) {
            report.say("start with " + count + " plugins, run " + (run + 1));
            List<String> said = Child.run(OwnJvm.command(PluginStart.class.getName(), List.of(plugins.toString())))
                    .said();
            started.add(Double.parseDouble(said.get(0)));
            if (said.size() > 1) {
                checked.add(Double.parseDouble(said.get(1)));
            }
        }
        report.row(Row.of("the engine starts with " + count + " plugins", "s", started));
        if (count > 0) {
            report.row(Row.of("a first workflow with one is checked", "s", checked));
        }
    }

    /** What the engine does for a call (records from values, the node in its context, values from records) beside the call alone. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the record is made for this node
    private static void calls(Path many, int runs, Report report) throws Exception {
        try (Zograf zograf = Zograf.builder().pluginFolder(many).build()) {
            NodeSchema schema = zograf.nodes().stream()
                    .filter(n -> n.id().equals("p0.add1"))
                    .findFirst()
                    .orElseThrow();
            Node node = schema.nodeClass().getConstructor().newInstance();
            Samples direct = new Samples();
            Samples through = new Samples();
            long sum = 0;
            for (int r = 0; r < runs; r++) {
                long start = System.nanoTime();
                sum += (long) schema.nodeClass().getMethod("direct", int.class).invoke(null, CALLS);
                direct.add((System.nanoTime() - start) / (double) CALLS);
                start = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    long a = i;
                    long b = sum & 7;
                    Map<String, Feed> feeds = new HashMap<>();
                    feeds.put("a", new Feed.One(() -> a));
                    feeds.put("b", new Feed.One(() -> b));
                    Record in = RecordBinder.bind(schema, feeds);
                    try (ContextLoader context = ContextLoader.of(schema.nodeClass())) {
                        Record out = node.run(in, FakeContext.INSTANCE);
                        sum += (Long) RecordBinder.outputs(schema, out).get(0);
                    }
                }
                through.add((System.nanoTime() - start) / (double) CALLS);
            }
            Row plain = Row.of("a direct call", "ns", direct);
            report.row(Row.of("a call through a plugin's node", "ns", through).against(plain));
            report.row(plain);
            if (sum == Long.MIN_VALUE) {
                report.note("The sum overflowed."); // only so that it is used
            }
            Workflow isolated = zograf.read(workflow("p0.add1", 2000));
            Samples whole = new Samples();
            for (int r = 0; r < runs; r++) {
                long start = System.nanoTime();
                zograf.run(isolated.with("x", (long) r));
                whole.add((System.nanoTime() - start) / 2000.0 / 1000);
            }
            report.row(Row.of("a node of a whole run", "us", whole));
        }
    }

    private static void reloads(Path plugins, Report report) throws IOException {
        report.say(RELOADS + " reloads");
        plugin("p0").write(plugins.resolve("p0.jar"));
        try (Zograf zograf = Zograf.builder().pluginFolder(plugins).build()) {
            Workflow workflow = zograf.read(workflow("p0.add1", 3));
            reload(zograf, workflow, 100);
            int loaders = Leftovers.classLoaders();
            long metaspace = Leftovers.metaspace();
            long start = System.nanoTime();
            reload(zograf, workflow, RELOADS);
            double each = (System.nanoTime() - start) / 1e6 / RELOADS;
            int loadersAfter = Leftovers.classLoaders();
            long metaspaceAfter = Leftovers.metaspace();
            report.row(Row.of("a reload and a run", "ms", Samples.of(each)));
            report.note(String.format(
                    Locale.ROOT,
                    "%d reloads: class loaders %d to %d, metaspace %.2f to %.2f MB (%+.1f %%)",
                    RELOADS,
                    loaders,
                    loadersAfter,
                    metaspace / 1e6,
                    metaspaceAfter / 1e6,
                    100.0 * (metaspaceAfter - metaspace) / metaspace));
        }
    }

    private static void reload(Zograf zograf, Workflow workflow, int times) {
        for (int i = 0; i < times; i++) {
            zograf.plugins().reload("p0");
            zograf.run(workflow);
        }
    }
}
