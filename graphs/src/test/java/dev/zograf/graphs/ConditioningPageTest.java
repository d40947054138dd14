package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The workflows of docs/conditioning.md run, and paint the same twice. */
class ConditioningPageTest {

    private static final Pattern WORKFLOW = Pattern.compile("```json\\n(\\{ \"zograf\".*?)```", Pattern.DOTALL);

    @Test
    void theWorkflowsOfThePagePaint() {
        Matcher blocks = WORKFLOW.matcher(Checkout.text("docs/conditioning.md"));
        int found = 0;
        for (; blocks.find(); found++) {
            Image once = paint(blocks.group(1));
            assertThat(once.pixels().toArray())
                    .isEqualTo(paint(blocks.group(1)).pixels().toArray());
        }
        assertThat(found).isEqualTo(3);
    }

    private static Image paint(String workflow) {
        try (Zograf zograf = Zograf.builder().build()) {
            return zograf.run(zograf.read(workflow)).get("image", Image.class);
        }
    }
}
