package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Profile;
import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profile of real runs: what is in it, and that spans of a thread lie within one another. */
class ProfileTest {

    private static final String TXT2IMG =
            Checkout.file("graphs/workflows/txt2img.json").toString();

    /** What the clock of a file in microseconds with decimals may lose. */
    private static final double ROUNDING = 0.01;

    @TempDir
    Path folder;

    private record Span(String category, String name, long thread, double start, double end, Map<?, ?> details) {
        boolean holds(Span other) {
            return thread == other.thread && start <= other.start + ROUNDING && other.end <= end + ROUNDING;
        }
    }

    private static List<Span> spans(Path file) throws IOException {
        Map<?, ?> json = (Map<?, ?>) JsonText.parse(Files.readString(file)).orElseThrow();
        List<Span> spans = new ArrayList<>();
        for (Object each : (List<?>) json.get("traceEvents")) {
            Map<?, ?> event = (Map<?, ?>) each;
            if (event.get("ph").equals("X")) {
                double start = ((Number) event.get("ts")).doubleValue();
                spans.add(new Span(
                        (String) event.get("cat"),
                        (String) event.get("name"),
                        ((Number) event.get("tid")).longValue(),
                        start,
                        start + ((Number) event.get("dur")).doubleValue(),
                        (Map<?, ?>) event.get("args")));
            }
        }
        return spans;
    }

    private static List<Span> of(String category, List<Span> spans) {
        return spans.stream().filter(span -> span.category().equals(category)).toList();
    }

    /** Two spans of a thread lie apart or one within the other, else viewers show nonsense. */
    private static void assertNested(List<Span> spans) {
        for (int i = 0; i < spans.size(); i++) {
            for (int j = i + 1; j < spans.size(); j++) {
                Span a = spans.get(i);
                Span b = spans.get(j);
                boolean apart = a.end() <= b.start() + ROUNDING || b.end() <= a.start() + ROUNDING;
                assertThat(a.thread() != b.thread() || apart || a.holds(b) || b.holds(a))
                        .as("%s and %s", a, b)
                        .isTrue();
            }
        }
    }

    @Test
    void theCommandTracesNodesStepsNetworksAndOperators() throws IOException {
        Path file = folder.resolve("profiles/run.json");
        CommandLine.Result result = CommandLine.run(
                "run",
                TXT2IMG,
                "--set",
                "steps=3",
                "-q",
                "-o",
                folder.toString(),
                "--trace",
                file.toString(),
                "--trace-operators",
                "--precision",
                "float32");
        assertThat(result.code()).as(result.err()).isZero();

        List<Span> spans = spans(file);
        List<Span> rest = spans.stream()
                .filter(span -> !span.category().equals("operator"))
                .toList();
        assertNested(rest);
        Span sample = of("node", spans).stream()
                .filter(span -> span.name().equals("sample"))
                .findFirst()
                .orElseThrow();
        assertThat((String) sample.details().get("type")).startsWith("sample@");
        List<Span> steps = of("step", spans).stream().filter(sample::holds).toList();
        assertThat(steps.stream().map(Span::name)).containsExactly("step 1 of 3", "step 2 of 3", "step 3 of 3");
        List<Span> unet = of("network", spans).stream()
                .filter(span -> span.name().equals("unet"))
                .toList();
        assertThat(unet).hasSizeGreaterThanOrEqualTo(3).allSatisfy(run -> {
            assertThat(run.details().get("backend")).isEqualTo("ONNX Runtime");
            assertThat(run.details().get("precision")).isEqualTo("float32");
            assertThat(run.details().get("device")).isEqualTo("cpu");
            assertThat(steps).anyMatch(step -> step.holds(run));
        });
        assertThat(of("load", spans).stream().map(Span::name)).contains("load unet");
        List<Span> operators = of("operator", spans);
        assertThat(operators.stream().map(Span::name)).contains("Conv", "MultiHeadAttention");
        assertThat(operators)
                .filteredOn(span -> span.details().get("network").equals("unet"))
                .hasSizeGreaterThan(100)
                .allMatch(operator -> unet.stream().anyMatch(run -> run.holds(operator)));
    }

    @Test
    void aRunThatFailsLeavesAProfile() throws IOException {
        Path workflow = Files.writeString(folder.resolve("bad.json"), """
                { "zograf": 1, "nodes": {
                    "image": { "type": "load-image@1", "in": { "file": "absent.png" } } },
                  "outputs": { "image": { "from": "image.image" } } }
                """);
        Path file = folder.resolve("failed.json");
        CommandLine.Result result =
                CommandLine.run("run", workflow.toString(), "-o", folder.toString(), "--trace", file.toString());
        assertThat(result.code()).isNotZero();
        assertThat(spans(file)).as(result.err()).isNotNull();
        assertThat(file).isRegularFile();
    }

    @Test
    void aRunThatIsCancelledLeavesAProfile() throws Exception {
        Profile profile = Profile.create();
        CountDownLatch stepped = new CountDownLatch(1);
        try (Zograf zograf = Zograf.builder().profile(profile).build()) {
            Run run = zograf.start(zograf.read(Path.of(TXT2IMG)).with("steps", 50), event -> {
                if (event instanceof RunEvent.Progress) {
                    stepped.countDown();
                }
            });
            stepped.await();
            run.cancel();
            assertThatThrownBy(run::join).isInstanceOf(WorkflowException.class);
        }
        Path file = folder.resolve("cancelled.json");
        profile.write(file);
        List<Span> spans = spans(file);
        assertNested(spans);
        assertThat(of("step", spans)).isNotEmpty().hasSizeLessThan(50);
        assertThat(of("node", spans).stream().map(Span::name)).contains("sample");
    }

    @Test
    void aProfileThatCannotBeWrittenIsRefusedBeforeAnythingRuns() {
        CommandLine.Result folderNamed =
                CommandLine.run("run", TXT2IMG, "-o", folder.toString(), "--trace", folder.toString());
        assertThat(folderNamed.code()).isEqualTo(2);
        assertThat(folderNamed.err()).contains("is a folder");
        CommandLine.Result alone = CommandLine.run("run", TXT2IMG, "-o", folder.toString(), "--trace-operators");
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("--trace FILE");
        assertThat(folder).isEmptyDirectory();
    }
}
