package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.zograf.Zograf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every example of docs/workflows.md and every workflow that ships passes the check and the schema; the examples run. */
class WorkflowDocsTest {

    private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExamplesRunAndFitTheSchema() {
        List<String> results = new ArrayList<>();
        try (Zograf zograf = Zograf.builder().build()) {
            Schema schema = schema(zograf);
            Matcher blocks = JSON.matcher(Checkout.text("docs/workflows.md"));
            while (blocks.find()) {
                String example = blocks.group(1);
                assertThat(zograf.check(example)).as(example).isEmpty();
                assertThat(schema.validate(example, InputFormat.JSON))
                        .as(example)
                        .isEmpty();
                results.add(zograf.run(zograf.read(example)).get("text", String.class));
            }
        }
        assertThat(results).containsExactly("redapple", "red!?", "abbb", "red.green.");
    }

    @Test
    void theWorkflowsThatShipFitTheSchema() throws IOException {
        try (Zograf zograf = Zograf.builder().build();
                Stream<Path> files = Files.list(Checkout.file("graphs/workflows"))) {
            Schema schema = schema(zograf);
            for (Path file : (Iterable<Path>) files::iterator) {
                assertThat(schema.validate(Files.readString(file), InputFormat.JSON))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    private static Schema schema(Zograf zograf) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(zograf.workflowSchema(), InputFormat.JSON);
    }
}
