package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/upscaling.md: the first runs on a picture, the second, which wants a model of its reader, passes the check. */
class UpscalingPageTest {

    private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    private static List<String> examples() {
        List<String> examples = new ArrayList<>();
        Matcher blocks = JSON.matcher(Checkout.text("docs/upscaling.md"));
        while (blocks.find()) {
            examples.add(blocks.group(1));
        }
        return examples;
    }

    @Test
    void theFirstExampleEnlarges() {
        try (Zograf zograf = Zograf.builder().build()) {
            Workflow workflow =
                    zograf.read(examples().get(0)).with("image", Checkout.file("graphs/pictures/txt2img.png"));
            BufferedImage large = zograf.run(workflow).image("image");
            assertThat(large.getWidth()).isEqualTo(1024);
        }
    }

    @Test
    void theSecondExampleFitsItsNodes() {
        try (Zograf zograf = Zograf.builder().build()) {
            assertThat(zograf.check(examples().get(1))).isEmpty();
        }
        assertThat(examples()).hasSize(2);
    }
}
