package dev.zograf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.value.Image;
import dev.zograf.runtime.json.Problem;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ZografTest {

    private static final String PAINT = """
            { "zograf": 1, "title": "Walk and invert",
              "inputs": { "seed": {"type": "integer", "default": 3}, "steps": {"type": "integer", "default": 4, "min": 1} },
              "nodes": {
                "walk": { "type": "walk@1", "in": { "seed": {"from": "inputs.seed"}, "steps": {"from": "inputs.steps"} } },
                "invert": { "type": "acme.invert@2", "in": { "image": {"from": "walk.image"} } } },
              "outputs": { "image": {"from": "invert.image"} } }
            """;

    @TempDir
    Path folder;

    private final Zograf engine = Zograf.builder()
            .nodePlugins(new SampleNodes())
            .service(SampleNodes.Dictionary.class, name -> () -> name + "!")
            .build();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void runsAWorkflowFromJsonToAPicture() {
        List<RunEvent> events = new ArrayList<>();
        Workflow workflow = engine.read(PAINT).with("seed", 5).withText("steps=2");
        BufferedImage picture = engine.run(workflow, events::add).image("image");
        assertThat(picture.getWidth()).isEqualTo(8);
        assertThat(picture.getRGB(0, 0) & 0xff).isEqualTo(Math.round((1 - 0.5f * 0.81f) * 255));
        assertThat(events.get(0)).isEqualTo(new RunEvent.Planned(2, 2));
        assertThat(events.get(1)).isEqualTo(new RunEvent.NodeStarted("walk", "walk@1", "it has not run before"));
        assertThat(events).filteredOn(RunEvent.Progress.class::isInstance).hasSize(2);
        assertThat(events.get(events.size() - 1)).isInstanceOf(RunEvent.RunFinished.class);
    }

    @Test
    void keepsResultsAndSaysWhyItRunsAgain() {
        Workflow workflow = engine.read(PAINT);
        engine.run(workflow);
        List<RunEvent> second = new ArrayList<>();
        Outputs kept = engine.run(workflow, second::add);
        assertThat(second)
                .containsExactly(
                        new RunEvent.Planned(2, 0),
                        new RunEvent.NodeCached("invert", "acme.invert@2", "its inputs are the same as before"),
                        new RunEvent.OutputReady("image", kept.get("image", Object.class)),
                        new RunEvent.RunFinished());
        List<RunEvent> third = new ArrayList<>();
        engine.run(workflow.with("seed", 7), third::add);
        assertThat(third)
                .contains(
                        new RunEvent.NodeStarted("walk", "walk@1", "seed has changed"),
                        new RunEvent.NodeStarted("invert", "acme.invert@2", "image has changed"));
    }

    @Test
    void takesLivePicturesFromTheHost() {
        Workflow workflow = engine.read("""
                { "zograf": 1, "inputs": { "photo": {"type": "image"} },
                  "nodes": { "invert": { "type": "acme.invert", "in": { "image": {"from": "inputs.photo"} } } },
                  "outputs": { "image": {"from": "invert.image"}, "photo": {"from": "inputs.photo"} } }
                """);
        assertThatThrownBy(() -> engine.run(workflow))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("The input \"photo\" has no value");
        BufferedImage photo = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        photo.setRGB(1, 1, 0x0000ff);
        Outputs outputs = engine.run(workflow.with("photo", photo));
        assertThat(outputs.image("image").getRGB(1, 1) & 0xffffff).isEqualTo(0xffff00);
        assertThat(outputs.get("photo", Image.class).width()).isEqualTo(2);
        List<RunEvent> again = new ArrayList<>();
        engine.run(workflow.with("photo", photo), again::add);
        assertThat(again).hasAtLeastOneElementOfType(RunEvent.NodeCached.class);
    }

    @Test
    void refusesValuesThatDoNotFit() {
        Workflow workflow = engine.read(PAINT);
        assertThatThrownBy(() -> workflow.with("sed", 1)).hasMessageContaining("Did you mean \"seed\"?");
        assertThatThrownBy(() -> workflow.with("seed", "x")).hasMessageContaining("is of type integer");
        assertThatThrownBy(() -> workflow.with("steps", 0)).hasMessageContaining("1 and more");
        assertThatThrownBy(() -> workflow.withText("steps=many")).hasMessageContaining("is of type integer");
        assertThatThrownBy(() -> engine.run(workflow.with("steps", 20000)))
                .isInstanceOfSatisfying(WorkflowException.class, e -> {
                    assertThat(e.kind()).isEqualTo(WorkflowException.Kind.INVALID);
                    assertThat(e.problems()).extracting(Problem::pointer).containsExactly("/nodes/walk/in/steps/from");
                })
                .hasMessageContaining("1 to 10000");
    }

    @Test
    void aFailingNodeFailsTheRunWithItsIdAndInputs() {
        String json = """
                { "zograf": 1, "nodes": {
                    "blank": { "type": "blank" },
                    "wait": { "type": "wait" },
                    "bad": { "type": "fail", "in": { "how": "%s", "image": {"from": "blank.image"} } } },
                  "outputs": { "a": {"from": "bad.sum"}, "b": {"from": "wait.sum"} } }
                """;
        for (String how : List.of("io", "oom", "linkage", "null")) {
            List<RunEvent> events = new ArrayList<>();
            assertThatThrownBy(() -> engine.run(engine.read(json.formatted(how)), events::add))
                    .isInstanceOfSatisfying(WorkflowException.class, e -> {
                        assertThat(e.kind()).isEqualTo(WorkflowException.Kind.FAILED);
                        assertThat(e.node()).contains("bad");
                        assertThat(e.nodeType()).contains("fail@1");
                        assertThat(e.nodeInputs()).containsEntry("how", '"' + how + '"');
                        assertThat(e.nodeInputs().get("image")).contains("16x8");
                    });
            assertThat(events.get(events.size() - 1)).isInstanceOf(RunEvent.RunFailed.class);
            assertThat(SampleNodes.Wait.INSIDE).hasValue(0);
        }
        assertThatThrownBy(() -> engine.run(engine.read(json.formatted("input"))))
                .isInstanceOfSatisfying(WorkflowException.class, e -> {
                    assertThat(e.kind()).isEqualTo(WorkflowException.Kind.INVALID);
                    assertThat(e.problems().get(0).pointer()).isEqualTo("/nodes/bad/in/how");
                    assertThat(e.problems().get(0).line()).isEqualTo(4);
                });
        assertThat(engine.run(engine.read(PAINT)).names()).containsExactly("image");
    }

    @Test
    void cancelStopsARunAndLeavesTheEngineUsable() throws Exception {
        Workflow endless = engine.read("""
                { "zograf": 1, "nodes": { "wait": { "type": "wait" }, "add": { "type": "add", "in": { "a": {"from": "wait.sum"} } } },
                  "outputs": { "sum": {"from": "add.sum"} } }
                """);
        List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Void> started = new CompletableFuture<>();
        Run run = engine.start(endless, event -> {
            events.add(event);
            if (event instanceof RunEvent.NodeStarted) {
                started.complete(null);
            }
        });
        started.get(30, TimeUnit.SECONDS);
        run.cancel();
        run.cancel();
        assertThatThrownBy(run::join)
                .isInstanceOfSatisfying(
                        WorkflowException.class, e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.CANCELLED));
        assertThat(events.get(events.size() - 1)).isInstanceOf(RunEvent.Cancelled.class);
        assertThat(run.isDone()).isTrue();
        assertThat(engine.run(engine.read(PAINT)).names()).containsExactly("image");
    }

    @Test
    void aListenerThatThrowsDoesNotBreakTheRun() {
        Outputs outputs = engine.run(engine.read(PAINT), event -> {
            throw new IllegalStateException("listener");
        });
        assertThat(outputs.names()).containsExactly("image");
    }

    @Test
    void closesOnceAndForAllAndLeavesNoThread() throws Exception {
        Workflow endless = engine.read(
                "{ \"zograf\": 1, \"nodes\": { \"w\": { \"type\": \"wait\" } }, \"outputs\": { \"x\": {\"from\": \"w.sum\"} } }");
        CompletableFuture<String> thread = new CompletableFuture<>();
        Run run = engine.start(endless, event -> {
            if (event instanceof RunEvent.NodeStarted) {
                thread.complete(Thread.currentThread().getName());
            }
        });
        String name = thread.get(30, TimeUnit.SECONDS);
        engine.close();
        engine.close();
        assertThatThrownBy(run::join).hasMessageContaining("cancelled");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.isAlive() && t.getName().equals(name));
        assertThatThrownBy(() -> engine.read(PAINT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsAndWritesFilesBelowItsFoldersOnly() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = folder.resolve("out");
        Files.writeString(in.resolve("a.txt"), "first");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        String json = """
                { "zograf": 1, "inputs": { "file": {"type": "text", "default": "%s"} },
                  "nodes": { "read": { "type": "read-text", "in": { "file": {"from": "inputs.file"} } },
                             "write": { "type": "write-text", "in": { "text": {"from": "read.text"}, "file": "sub/b.txt" } } },
                  "outputs": { "text": {"from": "read.text"} } }
                """;
        try (Zograf files = Zograf.builder()
                .nodePlugins(new SampleNodes())
                .input(in)
                .output(out)
                .build()) {
            Workflow workflow = files.read(json.formatted("a.txt"));
            assertThat(files.run(workflow).get("text", String.class)).isEqualTo("first");
            assertThat(out.resolve("sub/b.txt")).hasContent("first");
            Files.writeString(in.resolve("a.txt"), "edited");
            assertThat(files.run(workflow).get("text", String.class)).isEqualTo("edited");
            assertThatThrownBy(() -> files.run(files.read(json.formatted("../secret.txt"))))
                    .isInstanceOfSatisfying(
                            WorkflowException.class,
                            e -> assertThat(e.kind()).isEqualTo(WorkflowException.Kind.INVALID))
                    .hasMessageContaining("leads out of the input folder");
            String secret = folder.resolve("secret.txt").toString();
            assertThat(files.run(workflow.with("file", secret)).get("text", String.class))
                    .isEqualTo("secret");
            try (Zograf wary = Zograf.builder()
                    .nodePlugins(new SampleNodes())
                    .input(in)
                    .output(out)
                    .trustInputs(false)
                    .build()) {
                assertThatThrownBy(() ->
                                wary.run(wary.read(json.formatted("a.txt")).with("file", secret)))
                        .hasMessageContaining("leads out of the input folder");
            }
            try (var left = Files.walk(out)) {
                assertThat(left.filter(Files::isRegularFile)).containsExactly(out.resolve("sub/b.txt"));
            }
        }
    }

    @Test
    void injectsServicesIntoNodesAndSaysWhichIsMissing() {
        String json = """
                { "zograf": 1, "nodes": { "load": { "type": "load-word", "in": { "name": "apple" } } },
                  "outputs": { "model": {"from": "load.model"} } }
                """;
        assertThat(engine.run(engine.read(json))
                        .get("model", SampleNodes.WordModel.class)
                        .word())
                .isEqualTo("apple!");
        try (Zograf bare = Zograf.builder().nodePlugins(new SampleNodes()).build()) {
            assertThatThrownBy(() -> bare.run(bare.read(json)))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContaining("load-word@1 cannot be made")
                    .hasMessageContaining("Dictionary");
        }
    }

    @Test
    void computesAPreviewOnlyForAListenerThatWantsIt() {
        List<Image> previews = new ArrayList<>();
        engine.run(engine.read(PAINT).with("seed", 8), event -> {
            if (event instanceof RunEvent.Progress progress && progress.step() == 2) {
                progress.preview().ifPresent(previews::add);
            }
        });
        assertThat(previews)
                .singleElement()
                .satisfies(p -> assertThat(p.pixels().at(0)).isEqualTo(0.8f * 0.9f * 0.9f, within(1e-6f)));
    }

    @Test
    void enginesShareNothing() {
        try (Zograf other = Zograf.builder().nodePlugins(new SampleNodes()).build()) {
            engine.run(engine.read(PAINT));
            List<RunEvent> events = new ArrayList<>();
            other.run(other.read(PAINT), events::add);
            assertThat(events.get(0)).isEqualTo(new RunEvent.Planned(2, 2));
        }
    }

    @Test
    void writesAWorkflowWithItsInputsFilledInThatCanBeReadAgain() {
        Workflow filled = engine.read(PAINT).with("seed", 42);
        Workflow again = engine.read(filled.toJson());
        assertThat(again.inputs().get(0).value()).contains(42L);
        assertThat(again.toJson()).isEqualTo(filled.toJson());
        assertThat(again.outputs()).containsExactly(new Workflow.Output("image", "image"));
    }

    /** Whatever is put together at random has problems, or runs to an end that is no failure of the engine. */
    @RepeatedTest(150)
    void whatPassesTheCheckRuns(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String[][] shapes = {
            {"add", "a", "b", "sum"},
            {"sum", "values", "values2", "sum"},
            {"blank", "width", "grey", "image"},
            {"acme.invert", "image", "under", "image"},
            {"walk", "steps", "seed", "image"},
            {"choose", "a", "b", "value"},
            {"resize@3", "width", "height", "image"}
        };
        String[] literals = {"1", "16", "0.5", "true", "\"euler\"", "[1, 2]", "[]", "-3"};
        int count = 1 + random.nextInt(6);
        StringBuilder nodes = new StringBuilder();
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String[] shape = shapes[random.nextInt(shapes.length)];
            nodes.append(i == 0 ? "" : ",")
                    .append("\"n")
                    .append(i)
                    .append("\": {\"type\": \"")
                    .append(shape[0])
                    .append("\", \"in\": {");
            if (shape[0].equals("choose")) {
                nodes.append("\"first\": ").append(random.nextBoolean()).append(",");
            }
            for (int k = 1; k <= (shape[0].equals("sum") ? 1 : 2); k++) {
                String link = ends.isEmpty() ? "1" : "{\"from\": \"" + ends.get(random.nextInt(ends.size())) + "\"}";
                String value = switch (random.nextInt(6)) {
                    case 0 -> literals[random.nextInt(literals.length)];
                    case 1 -> "[" + link + ", " + link + "]";
                    default -> link;
                };
                nodes.append(k == 1 ? "" : ",")
                        .append('"')
                        .append(shape[k])
                        .append("\": ")
                        .append(value);
            }
            nodes.append("}}");
            ends.add("n" + i + "." + shape[3]);
        }
        String json = "{\"zograf\": 1, \"nodes\": {" + nodes + "}, \"outputs\": {\"o\": {\"from\": \""
                + ends.get(ends.size() - 1) + "\"}}}";
        if (engine.check(json).isEmpty()) {
            try {
                assertThat(engine.run(engine.read(json)).names()).containsExactly("o");
            } catch (WorkflowException e) {
                assertThat(e.kind()).as(json + e).isEqualTo(WorkflowException.Kind.INVALID);
            }
        }
    }
}
