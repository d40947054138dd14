package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The workflow of docs/lora.md paints, and the LoRA in it makes a difference. */
class LoraPageTest {

    private static final Pattern WORKFLOW = Pattern.compile("```json\\n(\\{ \"zograf\".*?)```", Pattern.DOTALL);

    @Test
    void theWorkflowOfThePagePaints() {
        Matcher block = WORKFLOW.matcher(Checkout.text("docs/lora.md"));
        assertThat(block.find()).isTrue();
        try (Zograf zograf = Zograf.builder().build()) {
            Outputs with = zograf.run(ready(zograf, block.group(1)));
            Outputs without = zograf.run(ready(
                    zograf,
                    block.group(1).replace("\"strengthModel\": 0.8, \"strengthClip\": 0.6", "\"strengthModel\": 0")));
            List<?> unmatched = with.get("unmatched", List.class);
            assertThat(unmatched).isEmpty();
            assertThat(blue(with)).isGreaterThan(blue(without) + 0.05);
        }
    }

    private static Workflow ready(Zograf zograf, String workflow) {
        return zograf.read(workflow).with("lora", Checkout.file("graphs/loras/blue-hearts.safetensors"));
    }

    /** How much more blue than red there is on average. */
    private static double blue(Outputs outputs) {
        Image image = outputs.get("image", Image.class);
        int area = image.width() * image.height();
        double sum = 0;
        for (int i = 0; i < area; i++) {
            sum += image.pixels().at(2 * area + i) - image.pixels().at(i);
        }
        return sum / area;
    }
}
