package dev.zograf.runtime.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.Run;
import dev.zograf.SampleNodes;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many runs that need the same results at the same time, with lazy inputs between: none may wait for work that nobody does. */
@Timeout(120)
class SharedResultsTest {

    private static final int NODES = 30;

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1000000", "2, 0", "2, 1000000", "3, 0"})
    void runsThatShareResultsInTheMakingEndHoweverFewThreadsThereAre(int threads, long cacheBytes) {
        for (int seed = 0; seed < 12; seed++) {
            try (Zograf engine = Zograf.builder()
                    .nodePlugins(new SampleNodes())
                    .threads(threads)
                    .cacheBytes(cacheBytes)
                    .build()) {
                Random random = new Random(seed);
                List<Workflow> workflows = new ArrayList<>();
                long[] values = new long[NODES];
                String nodes = nodes(random, values);
                for (int k = 0; k < 4; k++) {
                    workflows.add(engine.read("{ \"zograf\": 1, \"nodes\": {" + nodes
                            + "}, \"outputs\": { \"v\": {\"from\": \"" + output(NODES - 1 - k) + "\"} } }"));
                }
                List<Run> runs = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    runs.add(engine.start(workflows.get(i % 4), event -> {}));
                }
                for (int i = 0; i < runs.size(); i++) {
                    Outputs outputs = runs.get(i).join();
                    assertThat(outputs.get("v", Long.class)).isEqualTo(values[NODES - 1 - i % 4]);
                }
            }
        }
    }

    /** Sums and choices by turns, each of two nodes before it; a choice computes one of them, and only when it runs. */
    private static String nodes(Random random, long[] values) {
        StringBuilder nodes = new StringBuilder("\"n0\": { \"type\": \"add\", \"in\": { \"a\": 1 } }");
        values[0] = 2;
        for (int i = 1; i < NODES; i++) {
            int a = Math.max(0, i - 1 - random.nextInt(4));
            int b = Math.max(0, i - 1 - random.nextInt(4));
            String links = " \"a\": {\"from\": \"%s\"}, \"b\": {\"from\": \"%s\"} } }".formatted(output(a), output(b));
            if (i % 2 == 0) {
                nodes.append(",\"n")
                        .append(i)
                        .append("\": { \"type\": \"add\", \"in\": {")
                        .append(links);
                values[i] = values[a] + values[b];
            } else {
                boolean first = random.nextBoolean();
                nodes.append(",\"n")
                        .append(i)
                        .append("\": { \"type\": \"choose\", \"in\": { \"first\": ")
                        .append(first)
                        .append(",")
                        .append(links);
                values[i] = values[first ? a : b];
            }
        }
        return nodes.toString();
    }

    private static String output(int i) {
        return "n" + i + (i % 2 == 0 ? ".sum" : ".value");
    }
}
