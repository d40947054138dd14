package dev.zograf.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {

    @TempDir
    Path folder;

    private List<Map<?, ?>> events(Path file) throws IOException {
        Map<?, ?> json = (Map<?, ?>) JsonText.parse(Files.readString(file)).orElseThrow();
        return ((List<?>) json.get("traceEvents"))
                .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
    }

    @Test
    void writesCompleteEventsInMicroseconds() throws IOException {
        Trace trace = Trace.on(false);
        trace.add(new TraceSpan(
                "network", "a \"net\"", 7, trace.start() + 2_000, trace.start() + 5_500, Map.of("device", "cpu")));
        Path file = folder.resolve("deep/trace.json");
        TraceFile.write(trace, file);

        Map<?, ?> event = events(file).stream()
                .filter(each -> each.get("ph").equals("X"))
                .findFirst()
                .orElseThrow();
        assertThat(event.get("name")).isEqualTo("a \"net\"");
        assertThat(event.get("cat")).isEqualTo("network");
        assertThat(((Number) event.get("ts")).doubleValue()).isEqualTo(2.0);
        assertThat(((Number) event.get("dur")).doubleValue()).isEqualTo(3.5);
        assertThat(((Number) event.get("tid")).intValue()).isEqualTo(7);
        assertThat(((Map<?, ?>) event.get("args")).get("device")).isEqualTo("cpu");
    }

    @Test
    void namesThreadsAndMarksWhatHasNotEnded() throws IOException {
        Trace trace = Trace.on(false);
        Path file = folder.resolve("trace.json");
        try (Trace.Span outer = trace.begin("node", "outer", Map.of())) {
            try (Trace.Span inner = trace.begin("network", "inner", Map.of())) {
                assertThat(inner.began()).isGreaterThanOrEqualTo(outer.began());
            }
            TraceFile.write(trace, file);
        }
        assertThat(events(file).stream().map(each -> String.valueOf(each.get("name"))))
                .containsExactly("process_name", "thread_name", "outer", "inner");
        assertThat(events(file).get(2).get("args")).isEqualTo(Map.of("unfinished", true));
        assertThat(events(file).get(3).get("args")).isEqualTo(Map.of());
        assertThat(((Map<?, ?>) events(file).get(1).get("args")).get("name"))
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void collectsNothingWhenOff() {
        Trace trace = Trace.off();
        trace.begin("node", "n", Map.of()).close();
        trace.add(new TraceSpan("node", "n", 1, 0, 1, Map.of()));
        assertThat(trace.spans()).isEmpty();
    }

    @Test
    void leavesWhatWasThereWhenItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        assertThatThrownBy(() -> TraceFile.write(Trace.on(false), folder))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> TraceFile.write(Trace.on(false), file.resolve("below")))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("name another file");
        assertThat(file).hasContent("kept");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
