package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.graphs.CommandLine.Result;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {

    private static final String OLD = """
            { "zograf": 1,
              "nodes": {
                "empty":  { "type": "empty-latent",  "in": { "width":  64 } },
                "second": { "type": "empty-latent@1" } },
              "outputs": { "x": {"from": "empty.latent"} } }
            """;

    private static final String NEW = OLD.replace("\"empty-latent\"", "\"empty-latent@1\"");

    @TempDir
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("w.json"), text);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    @Test
    void rewritesTheFileAndShowsTheChange() throws IOException {
        Path file = write(OLD);

        Result result = CommandLine.run("migrate", file.toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(file).hasContent(NEW);
        assertThat(result.out().lines())
                .contains(
                        "-    \"empty\":  { \"type\": \"empty-latent\",  \"in\": { \"width\":  64 } },",
                        "+    \"empty\":  { \"type\": \"empty-latent@1\",  \"in\": { \"width\":  64 } },");
        assertThat(result.err()).contains("empty: empty-latent is now empty-latent@1");
        assertThat(files()).containsExactly("w.json");

        Result again = CommandLine.run("migrate", file.toString());
        assertThat(again.code()).isZero();
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("w.json is current.");
    }

    @Test
    void writesElsewhereOrNothing() throws IOException {
        Path file = write(OLD);
        Path other = folder.resolve("new/other.json");

        assertThat(CommandLine.run("migrate", file.toString(), "--dry-run").code())
                .isZero();
        assertThat(files()).containsExactly("w.json");
        assertThat(CommandLine.run("migrate", file.toString(), "-o", other.toString())
                        .code())
                .isZero();
        assertThat(file).hasContent(OLD);
        assertThat(other).hasContent(NEW);
    }

    @Test
    void saysTheSameInJson() throws IOException {
        Result result = CommandLine.run("migrate", write(OLD).toString(), "--json");

        Map<?, ?> report = (Map<?, ?>) JsonText.parse(result.out()).orElseThrow();
        assertThat(report.get("changed")).isEqualTo(true);
        assertThat(report.get("changes")).isEqualTo(List.of("empty: empty-latent is now empty-latent@1"));
        assertThat((List<?>) report.get("diff")).hasSizeGreaterThan(4);
    }

    @Test
    void leavesAFileWithMistakesAlone() throws IOException {
        Path file = write("{ \"zograf\": 1, \"nodes\": { \"a\": { \"type\": 3 } } }");

        Result result = CommandLine.run("migrate", file.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("w.json:1:42: /nodes/a/type");
        assertThat(file).hasContent("{ \"zograf\": 1, \"nodes\": { \"a\": { \"type\": 3 } } }");
        assertThat(CommandLine.run("migrate", folder.resolve("none.json").toString())
                        .err())
                .contains("There is no such file.");
        assertThat(CommandLine.run("migrate", write(OLD).toString(), "-o", folder.toString())
                        .code())
                .isEqualTo(2);
    }
}
