package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/control.md run, on tiny random models. */
class ControlPageTest {

    private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    private static Path golden(String name) {
        return Checkout.file("graphs/src/test/resources/parity/_models/" + name);
    }

    private static List<String> examples() {
        List<String> examples = new ArrayList<>();
        Matcher blocks = JSON.matcher(Checkout.text("docs/control.md"));
        while (blocks.find()) {
            examples.add(blocks.group(1));
        }
        return examples;
    }

    private static Zograf zograf;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder().build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    @Test
    void theControlNetPaints() {
        Workflow workflow = zograf.read(examples().get(0))
                .with("model", golden("sd15-tiny"))
                .with("controlnet", golden("controlnet0-tiny"))
                .with("image", Checkout.file("graphs/pictures/txt2img.png"))
                .with("side", 64);

        assertThat(zograf.run(workflow).image("image").getWidth()).isEqualTo(64);
    }

    @Test
    void theIpAdapterPaints() {
        Workflow workflow = zograf.read(examples().get(1))
                .with("model", golden("sd15-tiny"))
                .with("adapter", golden("ip-adapter-tiny/models/ip-adapter_tiny.safetensors"))
                .with("encoder", golden("ip-adapter-tiny/models/image_encoder"))
                .with("image", Checkout.file("graphs/pictures/txt2img.png"));

        assertThat(zograf.run(workflow).image("image").getWidth()).isEqualTo(64);
        assertThat(examples()).hasSize(3);
    }

    @Test
    void picturesCountWhereTheirMasksSaySo(@TempDir Path folder) throws IOException {
        Path apple = Checkout.file("graphs/pictures/txt2img.png");
        Workflow workflow = zograf.read(examples().get(2))
                .with("model", golden("sd15-tiny"))
                .with("adapter", golden("ip-adapter-tiny/models/ip-adapter_tiny.safetensors"))
                .with("encoder", golden("ip-adapter-tiny/models/image_encoder"))
                .with("cat", apple)
                .with("dog", apple);
        Path white = mask(folder.resolve("white.png"), 255);
        Path black = mask(folder.resolve("black.png"), 0);

        BufferedImage both =
                zograf.run(workflow.with("left", white).with("right", white)).image("image");
        BufferedImage none =
                zograf.run(workflow.with("left", black).with("right", black)).image("image");

        assertThat(both.getWidth()).isEqualTo(64);
        assertThat(colours(both)).isNotEqualTo(colours(none));
    }

    private static int[] colours(BufferedImage picture) {
        return picture.getRGB(0, 0, 64, 64, null, 0, 64);
    }

    private static Path mask(Path file, int level) throws IOException {
        BufferedImage mask = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        int[] levels = new int[64];
        Arrays.fill(levels, level);
        mask.getRaster().setSamples(0, 0, 8, 8, 0, levels);
        ImageIO.write(mask, "png", file.toFile());
        return file;
    }
}
