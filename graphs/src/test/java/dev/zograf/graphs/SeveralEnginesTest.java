package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Painting;
import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two engines of different models, plugins, threads and listeners work in one JVM and know nothing of each other. */
@Timeout(120)
class SeveralEnginesTest {

    public record Nothing() {}

    public record Text(@Doc("Its thread.") String text) {}

    /** Only one of the engines has it. */
    @NodeType(id = "acme.where")
    public static final class Where implements Node<Nothing, Text> {
        @Override
        public Text run(Nothing in, RunContext ctx) {
            return new Text(Thread.currentThread().getName());
        }
    }

    private static final NodePlugin PLUGIN = new NodePlugin() {
        @Override
        public List<Class<?>> nodes() {
            return List.of(Where.class);
        }
    };

    private static final String WHERE = """
            { "zograf": 1, "nodes": { "where": { "type": "acme.where" } }, "outputs": { "text": {"from": "where.text"} } }
            """;

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void shareNothing(@TempDir Path models) throws Exception {
        copy(
                Checkout.file("graphs/src/main/resources/META-INF/zograf/models/checkpoints/emoji"),
                models.resolve("checkpoints/twin"));
        List<RunEvent> toldFirst = new CopyOnWriteArrayList<>();
        List<RunEvent> toldSecond = new CopyOnWriteArrayList<>();
        Set<String> threadsOfFirst = Collections.newSetFromMap(new ConcurrentHashMap<>());
        Zograf first = Zograf.builder()
                .models(models)
                .nodePlugins(PLUGIN)
                .threads(1)
                .listener(event -> threadsOfFirst.add(Thread.currentThread().getName()))
                .listener(toldFirst::add)
                .build();
        try (Zograf second =
                Zograf.builder().threads(3).listener(toldSecond::add).build()) {
            Painting twin =
                    Painting.of("a red apple").model("twin").cfg(4).seed(1).steps(3);
            Run one = first.start(first.read(twin));
            Run other = second.start(second.read(twin.model("emoji")));
            assertThat(Pictures.meanDifference(
                            one.join().image("image"), other.join().image("image")))
                    .as("the same model under two names")
                    .isZero();

            assertThat(first.run(first.read(WHERE)).get("text", String.class)).isIn(threadsOfFirst);
            assertThat(second.check(WHERE)).isNotEmpty();
            assertThatThrownBy(() -> second.run(second.read(twin)))
                    .isInstanceOf(WorkflowException.class)
                    .hasMessageContaining("twin");
            assertThat(toldSecond)
                    .filteredOn(RunEvent.RunFinished.class::isInstance)
                    .hasSize(1);
            assertThat(toldFirst)
                    .filteredOn(RunEvent.RunFinished.class::isInstance)
                    .hasSize(2);

            Run unhurt = second.start(second.read(Painting.of("a cat").seed(2).steps(20)));
            first.close();
            assertThat(unhurt.join().image("image").getWidth()).isEqualTo(64);
            assertThat(first.state().sessions()).isZero();
            assertThat(second.state().sessions()).isPositive();
            assertThatThrownBy(() -> first.read(WHERE)).isInstanceOf(IllegalStateException.class);
        } finally {
            first.close();
        }
    }
}
