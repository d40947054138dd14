package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The workflows of docs/editing.md run, and every node that the page names is there. */
class EditingPageTest {

    private static final Pattern WORKFLOW = Pattern.compile("```json\\n(\\{ \"zograf\".*?)```", Pattern.DOTALL);
    private static final Pattern NODE = Pattern.compile("`((?:contrib\\.)?[a-z]+(?:-[a-z]+)+)`");

    @Test
    void theWorkflowsOfThePagePaint() {
        Matcher blocks = WORKFLOW.matcher(Checkout.text("docs/editing.md"));
        int found = 0;
        try (Zograf zograf = Zograf.builder().build()) {
            for (; blocks.find(); found++) {
                Image image = zograf.run(zograf.read(blocks.group(1))).get("image", Image.class);
                assertThat(image.size()).hasToString(found == 0 ? "64x64" : "96x96");
                for (float value : image.pixels().toArray()) {
                    assertThat(value).isBetween(0f, 1f);
                }
            }
        }
        assertThat(found).isEqualTo(2);
    }

    @Test
    void everyNodeOfThePageIsThere() {
        Matcher names = NODE.matcher(Checkout.text("docs/editing.md"));
        try (Zograf zograf = Zograf.builder().build()) {
            int found = 0;
            for (; names.find(); found++) {
                String name = names.group(1);
                if (!name.equals("crop-and-stitch")) {
                    assertThat(zograf.nodes()).anyMatch(node -> node.id().equals(name));
                }
            }
            assertThat(found).isGreaterThan(30);
        }
    }
}
