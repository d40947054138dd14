package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.Zograf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every workflow of docs/flow.md gives what the page says that it gives. */
class FlowPageTest {

    private static final Pattern EXAMPLE =
            Pattern.compile("```json\\n(.*?)```\\n((?:\\nGives `\\w+`: [^\\n]*\\n)+)", Pattern.DOTALL);
    private static final Pattern GIVES = Pattern.compile("Gives `(\\w+)`: ([^\\n]*)");

    @TestFactory
    Stream<DynamicTest> givesWhatThePageSays() {
        String page = Checkout.text("docs/flow.md");
        List<DynamicTest> tests = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(page);
        while (example.find()) {
            String json = example.group(1);
            String gives = example.group(2);
            tests.add(DynamicTest.dynamicTest(gives.strip(), () -> check(json, gives)));
        }
        assertThat(tests).hasSize(page.split("```json", -1).length - 1).isNotEmpty();
        return tests.stream();
    }

    @Test
    void theCodeCompiles(@TempDir Path classes) throws IOException {
        Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Checkout.text("docs/flow.md"));
        assertThat(block.find()).isTrue();
        Javac.compile(
                classes,
                "Calling",
                "import dev.zograf.api.*; import dev.zograf.api.model.*; import dev.zograf.api.value.*; import java.util.*;"
                        + " class Calling { record In(Denoiser model, Conditioning prompt) {}"
                        + " Latent run(In in, RunContext ctx, long seed) throws Exception {" + block.group(1)
                        + " return latent; } }");
    }

    private static void check(String json, String gives) {
        try (Zograf zograf = Zograf.builder().build()) {
            Outputs outputs = zograf.run(zograf.read(json));
            Matcher expected = GIVES.matcher(gives);
            while (expected.find()) {
                assertThat(outputs.get(expected.group(1), Object.class)).hasToString(expected.group(2));
            }
        }
    }
}
