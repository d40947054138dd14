package dev.zograf.graphs.bench;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.Cancellation;
import dev.zograf.api.Node;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.RecordBinder;
import dev.zograf.runtime.plugin.ContextLoader;
import dev.zograf.testkit.PluginJars;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Measures what plugins cost: the start of an engine with many of them, a call through a plugin's node beside a direct one, and what
 * is left of class loaders and metaspace after many reloads.
 */
final class PluginBenchmark {

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

    private final Path folder;

    PluginBenchmark() throws IOException {
        folder = Files.createTempDirectory("zograf-bench-");
    }

    /** Measures the start in a JVM of its own: prints milliseconds with and without the plugins in the folder. */
    static final class Start {
        public static void main(String[] args) {
            long begun = System.nanoTime();
            try (Zograf zograf = Zograf.builder().pluginFolder(Path.of(args[0])).build()) {
                double started = (System.nanoTime() - begun) / 1e9;
                long found = zograf.plugins().list().stream()
                        .filter(p -> p.place().isPresent())
                        .count();
                long again = System.nanoTime();
                zograf.check(workflow("p7.add1", 1));
                double first = (System.nanoTime() - again) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%d plugins: engine started in %.3f s; a first workflow with one of them checked in %.3f s%n",
                        found,
                        started,
                        first);
            }
        }
    }

    private static String workflow(String type, int nodes) {
        StringBuilder json = new StringBuilder(
                "{\"zograf\": 1, \"inputs\": {\"x\": {\"type\": \"integer\", \"default\": 1}}, \"nodes\": {");
        for (int i = 0; i < nodes; i++) {
            String before = i == 0 ? "inputs.x" : "n" + (i - 1) + ".sum";
            json.append(i == 0 ? "" : ",")
                    .append("\"n%d\": {\"type\": \"%s@1\", \"in\": {\"a\": {\"from\": \"%s\"}, \"b\": 1}}"
                            .formatted(i, type, before));
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
                "package %s; import java.util.List; public final class Plugin implements dev.zograf.api.NodePlugin { public List<Class<?>> nodes() { return List.of(%s); } }"
                        .formatted(id, classes));
        IntStream.rangeClosed(1, NODES).forEach(i -> plugin.source(id + ".Add" + i, NODE.formatted(id, i)));
        return plugin.nodes(IntStream.rangeClosed(1, NODES)
                .mapToObj(i -> id + ".add" + i + "@1")
                .toArray(String[]::new));
    }

    void run(int runs, StartCommand start) throws Exception {
        try {
            Path many = folder.resolve("many");
            for (int i = 0; i < PLUGINS; i++) {
                plugin("p" + i).write(many.resolve("p" + i + ".jar"));
            }
            for (int i = 0; i < runs; i++) {
                System.out.print("  " + start.run(Start.class, many.toString()));
            }
            System.out.print("  "
                    + start.run(
                            Start.class,
                            Files.createDirectories(folder.resolve("none")).toString()));
            calls(many, runs);
            reloads();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Starts a class in a JVM of its own and gives what it prints. */
    interface StartCommand {
        String run(Class<?> main, String argument) throws IOException, InterruptedException;
    }

    /** What the engine does for a call (records from values, the node in its context, values from records) beside the call alone. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the record is made for this node
    private static void calls(Path many, int runs) throws Exception {
        try (Zograf zograf = Zograf.builder().pluginFolder(many).build()) {
            NodeSchema schema = zograf.nodes().stream()
                    .filter(n -> n.id().equals("p0.add1"))
                    .findFirst()
                    .orElseThrow();
            Node node = schema.nodeClass().getConstructor().newInstance();
            double[] direct = new double[runs];
            double[] through = new double[runs];
            long sum = 0;
            for (int r = 0; r < runs; r++) {
                long start = System.nanoTime();
                sum += (long) schema.nodeClass().getMethod("direct", int.class).invoke(null, CALLS);
                direct[r] = (System.nanoTime() - start) / (double) CALLS;
                start = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    long a = i;
                    long b = sum & 7;
                    Map<String, Feed> feeds = new HashMap<>();
                    feeds.put("a", new Feed.One(() -> a));
                    feeds.put("b", new Feed.One(() -> b));
                    Record in = RecordBinder.bind(schema, feeds);
                    try (ContextLoader context = ContextLoader.of(schema.nodeClass())) {
                        Record out = node.run(in, NoContext.INSTANCE);
                        sum += (Long) RecordBinder.outputs(schema, out).get(0);
                    }
                }
                through[r] = (System.nanoTime() - start) / (double) CALLS;
            }
            Arrays.sort(direct);
            Arrays.sort(through);
            System.out.printf(
                    Locale.ROOT,
                    "  a call through a plugin's node: %.0f ns, direct: %.1f ns (medians of %d times %d; %d)%n",
                    through[runs / 2],
                    direct[runs / 2],
                    runs,
                    CALLS,
                    sum & 1);
            Workflow isolated = zograf.read(workflow("p0.add1", 2000));
            double[] whole = new double[runs];
            for (int r = 0; r < runs; r++) {
                long start = System.nanoTime();
                zograf.run(isolated.with("x", (long) r));
                whole[r] = (System.nanoTime() - start) / 2000.0;
            }
            Arrays.sort(whole);
            System.out.printf(
                    Locale.ROOT,
                    "  a node of a whole run, planned, hashed, kept and told to listeners: %.1f us%n",
                    whole[runs / 2] / 1000);
        }
    }

    private void reloads() throws Exception {
        Path plugins = folder.resolve("one");
        plugin("p0").write(plugins.resolve("p0.jar"));
        try (Zograf zograf = Zograf.builder().pluginFolder(plugins).build()) {
            Workflow workflow = zograf.read(workflow("p0.add1", 3));
            reload(zograf, workflow, 100);
            int loaders = classLoaders();
            long metaspace = metaspace();
            long start = System.nanoTime();
            reload(zograf, workflow, RELOADS);
            double each = (System.nanoTime() - start) / 1e6 / RELOADS;
            int loadersAfter = classLoaders();
            long metaspaceAfter = metaspace();
            System.out.printf(
                    Locale.ROOT,
                    "  %d reloads with a run after each (%.1f ms): class loaders %d to %d (%+.1f %%), metaspace %.2f to %.2f MB (%+.1f %%)%n",
                    RELOADS,
                    each,
                    loaders,
                    loadersAfter,
                    100.0 * (loadersAfter - loaders) / loaders,
                    metaspace / 1e6,
                    metaspaceAfter / 1e6,
                    100.0 * (metaspaceAfter - metaspace) / metaspace);
        }
    }

    private static void reload(Zograf zograf, Workflow workflow, int times) {
        for (int i = 0; i < times; i++) {
            zograf.plugins().reload("p0");
            zograf.run(workflow);
        }
    }

    private static int classLoaders() throws IOException {
        collect();
        try {
            String report = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmClassloaderStats",
                            null,
                            null);
            return (int) report.lines().filter(line -> line.startsWith("0x")).count();
        } catch (JMException e) {
            throw new IOException(e);
        }
    }

    private static long metaspace() {
        collect();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static void collect() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
    }

    /** Of a run that there is not. */
    private enum NoContext implements RunContext {
        INSTANCE;

        @Override
        public String nodeId() {
            return "node";
        }

        @Override
        public void progress(int step, int total, @Nullable Supplier<Image> preview) {}

        @Override
        public RunFiles files() {
            throw new IllegalStateException();
        }

        @Override
        public String workflow() {
            return "{}";
        }

        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public Registration onRequest(Runnable action) {
            return Cancellation.never().onRequest(action);
        }
    }
}
