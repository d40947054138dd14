package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.Zograf;
import dev.zograf.testkit.ZografTest;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the workflows that look at pictures say of them, and the page on it. */
@ZografTest
class UnderstandingWorkflowsTest {

    private static Outputs run(Zograf zograf, String name) {
        return zograf.run(zograf.read(Checkout.file("graphs/workflows/" + name + ".json")));
    }

    @Test
    void theProbeSeparatesPicturesThatItHasNotSeen(Zograf zograf) {
        Outputs out = run(zograf, "has-a-cat");

        List<?> chances = out.get("probabilities", List.class);
        assertThat(out.get("count", Object.class)).hasToString("3");
        for (int i = 0; i < chances.size(); i++) {
            boolean cat = i == 1 || i == 3 || i == 5;
            assertThat((double) chances.get(i)).as("picture " + i).isBetween(cat ? 0.8 : 0, cat ? 1 : 0.2);
        }
    }

    @Test
    void aPaintedPenguinIsNamedInUkrainian(Zograf zograf) {
        Outputs out = run(zograf, "classify");

        assertThat(out.get("label", String.class)).isEqualTo("пінгвін");
        assertThat(out.get("score", Double.class)).isGreaterThan(0.9);
    }

    @Test
    void rankedPicturesHaveFallingScores(Zograf zograf) {
        List<?> scores = run(zograf, "rank").get("scores", List.class);

        assertThat(scores).hasSize(8);
        for (int i = 1; i < scores.size(); i++) {
            assertThat((double) scores.get(i)).isLessThanOrEqualTo((double) scores.get(i - 1));
        }
    }

    @Test
    void theExamplesOfThePageRun(@TempDir Path folder) {
        Matcher blocks =
                Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL).matcher(Checkout.text("docs/understanding.md"));
        int count = 0;
        try (Zograf zograf = Zograf.builder().output(folder).input(folder).build()) {
            while (blocks.find()) {
                Outputs out = zograf.run(zograf.read(blocks.group(1)));
                assertThat(out.names()).isNotEmpty();
                count++;
            }
        }
        assertThat(count).isEqualTo(2);
        assertThat(folder.resolve("apple.png")).exists();
    }

    @Test
    void infoTellsHowAPictureWasMade() {
        String picture = Checkout.file("graphs/pictures/classify.png").toString();

        assertThat(CommandLine.run("info", picture).out()).contains("zograf", "a penguin", "seed");
        assertThat(CommandLine.run("info", "--json", picture).out()).contains("\"prompt\" : \"a penguin\"");
    }
}
