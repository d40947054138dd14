package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zograf.api.Default;
import dev.zograf.api.Impure;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.Subworkflow;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {

    /** Makes a picture, and says so before unless it is told not to. */
    @NodeType(id = "test.paint")
    public static final class Paint implements Node<Paint.In, Paint.Out> {
        public record In(
                @Default("8") int width,
                @Default("8") int height,
                @Default("true") boolean announce,
                @Default("0") @Unit("steps") int steps,
                @Default("0") int variant) {}

        public record Out(Image image) {}

        @Override
        public Out run(In in, RunContext ctx) {
            if (in.announce()) {
                ctx.willMake(in.width(), in.height(), 1);
            }
            for (int i = 0; i < in.steps(); i++) {
                ctx.progress(i + 1, in.steps());
            }
            return new Out(Image.of(FloatTensor.zeros(1, 3, in.height(), in.width())));
        }
    }

    /** Writes bytes below the output root, or reads a file below the input root. */
    @NodeType(id = "test.file", effect = true)
    public static final class FileNode implements Node<FileNode.In, FileNode.Out> {
        public record In(
                String name,
                @Default("0") int bytes,
                @Default("false") boolean read) {}

        public record Out(String path) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out(String.valueOf(
                    in.read()
                            ? ctx.files().input(in.name())
                            : ctx.files().write(in.name(), out -> out.write(new byte[in.bytes()]))));
        }
    }

    /** Says that it talks to other machines. */
    @NodeType(id = "test.fetch", network = true)
    @Impure
    public static final class Fetch implements Node<Fetch.In, Fetch.Out> {
        public record In() {}

        public record Out(String text) {}

        @Override
        public Out run(In in, RunContext ctx) {
            return new Out("fetched");
        }
    }

    /** Calls a definition of the workflow. */
    @NodeType(id = "test.call")
    @Impure
    public static final class Call implements Node<Call.In, Call.Out> {
        public record In(Subworkflow body) {}

        public record Out(String text) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            return new Out(String.valueOf(ctx.call(in.body(), Map.of()).get("text")));
        }
    }

    /** Calls a graph that it puts together itself. */
    @NodeType(id = "test.build")
    @Impure
    public static final class Build implements Node<Build.In, Build.Out> {
        public record In() {}

        public record Out(String text) {}

        @Override
        public Out run(In in, RunContext ctx) throws Exception {
            Subworkflow graph = Subworkflow.builder()
                    .node("f", "test.fetch@1", Map.of())
                    .output("text", Subworkflow.link("f", "text"))
                    .build();
            return new Out(String.valueOf(ctx.call(graph, Map.of()).get("text")));
        }
    }

    /** Runs until it is cancelled. */
    @NodeType(id = "test.wait")
    public static final class Wait implements Node<Wait.In, Wait.Out> {
        public record In() {}

        public record Out(String text) {}

        @Override
        public Out run(In in, RunContext ctx) throws InterruptedException {
            CountDownLatch cancelled = new CountDownLatch(1);
            ctx.onRequest(cancelled::countDown);
            cancelled.await();
            ctx.throwIfRequested();
            return new Out("never");
        }
    }

    @TempDir
    Path folder;

    private Zograf zograf;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("in")).resolve("a.txt"), "a");
        Files.writeString(folder.resolve("secret.txt"), "s");
        NodePlugin nodes = new NodePlugin() {
            @Override
            public List<? extends Class<?>> nodes() {
                return List.of(Paint.class, FileNode.class, Fetch.class, Wait.class, Call.class, Build.class);
            }
        };
        zograf = Zograf.builder()
                .nodePlugins(nodes)
                .input(folder.resolve("in"))
                .output(folder.resolve("out"))
                .build();
    }

    @AfterEach
    void close() {
        zograf.close();
    }

    private Workflow workflow(String nodes, String output) {
        return zograf.read("{ \"zograf\": 1, \"nodes\": {" + nodes + "}, \"outputs\": { \"x\": {\"from\": \"" + output
                + "\"} } }");
    }

    private Workflow paint(String in) {
        return workflow("\"p\": { \"type\": \"test.paint@1\", \"in\": {" + in + "} }", "p.image");
    }

    private WorkflowException refused(Workflow workflow, Policy policy) {
        WorkflowException e = catchThrowableOfType(WorkflowException.class, () -> zograf.run(workflow.under(policy)));
        assertThat(e.kind()).isEqualTo(WorkflowException.Kind.INVALID);
        assertThat(zograf.run(paint("")).names()).as("the engine goes on").containsExactly("x");
        return e;
    }

    @Test
    void picturesAreNoLargerThanAllowedWhetherAnnouncedOrNot() {
        Policy policy = Policy.builder().pixels(100).build();

        assertThat(zograf.run(paint("\"width\": 10, \"height\": 10").under(policy))
                        .names())
                .hasSize(1);
        for (String announce : List.of("true", "false")) {
            WorkflowException e = refused(paint("\"width\": 11, \"height\": 10, \"announce\": " + announce), policy);
            assertThat(e.rule()).contains("pixels");
            assertThat(e).hasMessageContaining("Node p (test.paint@1)").hasMessageContaining("100 pixels");
        }
    }

    @Test
    void stepsAndExecutionsAreCounted() {
        assertThat(refused(paint("\"steps\": 21"), Policy.builder().steps(20).build())
                        .rule())
                .contains("steps");
        Workflow two = workflow(
                "\"p\": {\"type\": \"test.paint@1\", \"in\": {\"variant\": 9}}, \"q\": {\"type\": \"test.file@1\", \"in\": {\"name\": \"q\"}}",
                "p.image");
        assertThat(refused(two, Policy.builder().executions(1).build()).rule()).contains("executions");
    }

    @Test
    void resultsTakeNoMoreMemoryThanAllowed() {
        Policy policy = Policy.builder().memory(20_000).build();

        assertThat(zograf.run(paint("\"width\": 32, \"height\": 32, \"variant\": 1")
                                .under(policy))
                        .names())
                .hasSize(1);
        assertThat(refused(paint("\"width\": 64, \"height\": 64"), policy).rule())
                .contains("memory");
    }

    @Test
    void aRunThatTakesTooLongIsEnded() {
        WorkflowException e = refused(
                workflow("\"w\": {\"type\": \"test.wait@1\"}", "w.text"),
                Policy.builder().time(Duration.ofMillis(50)).build());

        assertThat(e.rule()).contains("seconds");
        assertThat(e).hasMessageContaining("0.05 s");
    }

    @Test
    void nodesAreKeptOutBeforeAnythingRuns() {
        Workflow fetch = workflow("\"f\": {\"type\": \"test.fetch@1\"}", "f.text");

        assertThat(refused(fetch, Policy.builder().network(false).build()))
                .hasMessageContaining("/nodes/f/type")
                .hasMessageContaining("\"network\" forbids");
        assertThat(refused(fetch, Policy.builder().allowNodes(List.of("load-*")).build()))
                .hasMessageContaining("nodes.allow");
        assertThat(refused(
                        fetch,
                        Policy.builder()
                                .allowNodes(List.of("*"))
                                .denyNodes(List.of("test.f*"))
                                .build()))
                .hasMessageContaining("nodes.deny");
        assertThat(zograf.check(fetch.under(Policy.builder().network(false).build())))
                .hasSize(1);
        assertThat(zograf.check(fetch.under(Policy.builder().build()))).isEmpty();
    }

    @Test
    void noWayOfWritingItHidesANode() {
        Policy policy = Policy.builder().denyNodes(List.of("test.fetch")).build();
        String definition = """
                "workflows": { "sub": { "inputs": { "n": {"type": "integer", "default": 0} },
                  "nodes": { "f": {"type": "test.fetch@1"} }, "outputs": { "text": {"from": "f.text"} } } } """;
        for (String node : List.of(
                "{\"type\": \"workflow:sub\"}",
                "{\"type\": \"workflow:sub\", \"each\": \"n\", \"in\": {\"n\": [1, 2]}}",
                "{\"type\": \"test.call@1\", \"in\": {\"body\": {\"workflow\": \"sub\"}}}")) {
            Workflow hidden = zograf.read("{ \"zograf\": 1, \"nodes\": {\"a\": " + node
                    + "}, \"outputs\": { \"x\": {\"from\": \"a.text\"} }, " + definition + "}");
            assertThat(zograf.run(hidden).names()).hasSize(1);
            assertThat(refused(hidden, policy)).as(node).hasMessageContaining("nodes.deny");
            assertThat(zograf.refusals(hidden.under(policy))).as(node).isNotEmpty();
        }
        Workflow built = workflow("\"a\": {\"type\": \"test.build@1\"}", "a.text");
        assertThat(zograf.run(built).names()).hasSize(1);
        assertThat(refused(built, policy).rule()).contains("nodes");
    }

    @Test
    void filesLieWhereThePolicySays() throws IOException {
        Policy policy = Policy.builder()
                .inputs(List.of(folder.resolve("other")))
                .output(folder.resolve("jail"))
                .written(10)
                .files(2)
                .build();
        Workflow read =
                workflow("\"f\": {\"type\": \"test.file@1\", \"in\": {\"name\": \"a.txt\", \"read\": true}}", "f.path");
        assertThat(zograf.run(read).names()).hasSize(1);
        assertThatThrownBy(() -> zograf.run(read.under(policy))).hasMessageContaining("no such file");

        assertThat(zograf.run(file("a.bin", 10).under(policy)).get("x", String.class))
                .endsWith("a.bin");
        assertThat(folder.resolve("jail/a.bin")).hasSize(10);
        assertThat(refused(file("b.bin", 11), policy).rule()).contains("written");
        for (String name : List.of("../b.bin", folder.resolve("b.bin").toString())) {
            assertThatThrownBy(() -> zograf.run(file(name, 1).under(policy))).isInstanceOf(WorkflowException.class);
        }
        try (Stream<Path> files = Files.list(folder.resolve("jail"))) {
            assertThat(files).containsExactly(folder.resolve("jail/a.bin"));
        }
    }

    @Test
    void whatTheHostSetsIsNoWayOutEither() {
        Workflow open = zograf.read("""
                { "zograf": 1, "inputs": { "name": {"type": "text"} },
                  "nodes": { "f": {"type": "test.file@1", "in": {"name": {"from": "inputs.name"}, "read": true}} },
                  "outputs": { "x": {"from": "f.path"} } }
                """);
        Workflow secret = open.with("name", folder.resolve("secret.txt").toString());

        assertThat(zograf.run(secret).names()).hasSize(1);
        assertThatThrownBy(() -> zograf.run(secret.under(
                        Policy.builder().inputs(List.of(folder.resolve("in"))).build())))
                .isInstanceOf(WorkflowException.class);
    }

    private Workflow file(String name, int bytes) {
        return workflow(
                "\"f\": {\"type\": \"test.file@1\", \"in\": {\"name\": \"" + name + "\", \"bytes\": " + bytes + "}}",
                "f.path");
    }

    @Test
    void aPolicyFileIsReadStrictly() throws IOException {
        Path file = Files.writeString(folder.resolve("policy.json"), """
                { "policy": 1, "inputs": ["in"], "output": "out", "network": false,
                  "nodes": {"allow": ["test.*"], "deny": ["test.wait"]},
                  "seconds": 2.5, "executions": 3, "steps": 4, "pixels": 100, "memory": 5000000, "written": 6, "files": 7 }
                """);
        Policy policy = Policy.read(file);
        assertThat(zograf.run(paint("\"width\": 10").under(policy)).names()).hasSize(1);
        assertThat(refused(paint("\"width\": 20"), policy).rule()).contains("pixels");
        assertThat(policy.inputs()).contains(List.of(folder.resolve("in")));
        assertThat(policy.limits().time()).contains(Duration.ofMillis(2500));

        for (String broken : List.of(
                "{}",
                "[]",
                "{\"policy\": 2}",
                "{\"policy\": 1, \"pixel\": 3}",
                "{\"policy\": 1, \"pixels\": -3}",
                "{\"policy\": 1, \"pixels\": 3.5}",
                "{\"policy\": 1, \"seconds\": 0}",
                "{\"policy\": 1, \"nodes\": {\"allowed\": []}}",
                "{\"policy\": 1, \"inputs\": \"in\"}",
                "{\"policy\": 1, \"network\": \"no\"}")) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> Policy.read(file))
                    .as(broken)
                    .isInstanceOfSatisfying(
                            WorkflowException.class,
                            e -> assertThat(e.problems()).isNotEmpty());
        }
    }
}
