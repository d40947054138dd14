package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.Painting;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PaintingTest {

    private static final Zograf ENGINE = Zograf.builder().build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static BufferedImage paint(Painting painting) {
        return ENGINE.run(ENGINE.read(painting)).image("image");
    }

    @Test
    void paintsWhatThePromptSays() {
        BufferedImage apple = paint(Painting.of("a red apple").seed(1).steps(12).upscaler("realesr-animevideov3-x4"));
        assertThat(apple.getWidth()).isEqualTo(256);
        assertThat(Pictures.isRedInTheMiddle(apple)).isTrue();
    }

    @Test
    void takesASizeACountAndAnotherSeedEachTime() {
        Painting cat = Painting.of("a cat")
                .size(32, 64)
                .count(2)
                .steps(2)
                .negative("dog")
                .cfg(1.5);
        assertThat(ENGINE.run(ENGINE.read(cat)).images("image"))
                .hasSize(2)
                .allMatch(picture -> picture.getWidth() == 32 && picture.getHeight() == 64);
        assertThat(Pictures.meanDifference(paint(cat.seed(3)), paint(cat.seed(3))))
                .isZero();
        assertThat(Pictures.meanDifference(paint(cat), paint(cat))).isPositive();
    }

    @Test
    void paintsOverAPictureAndOnlyWithinAMask() {
        BufferedImage green = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 128 * 128; i++) {
            green.setRGB(i % 128, i / 128, Color.GREEN.getRGB());
        }
        BufferedImage mask = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 32; i++) {
            mask.setRGB(i % 64, i / 64, Color.WHITE.getRGB());
        }
        Painting over = Painting.of("a red heart").seed(1).steps(4).size(64, 64).over(green, 1);

        BufferedImage painted = paint(over.within(mask));

        int[] above = Pictures.mean(painted, 1, 0);
        int[] below = Pictures.mean(painted, 1, 2);
        assertThat(below[1]).as("kept green").isGreaterThan(below[0] + 100);
        assertThat(above[1] - above[0]).as("painted anew").isLessThan(below[1] - below[0]);
        assertThat(painted.getWidth()).isEqualTo(64);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> paint(Painting.of("a cat").size(33, 64)))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("33");
        assertThatThrownBy(() -> paint(Painting.of("a cat").model("no-such-model")))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("no-such-model")
                .hasMessageContaining("emoji");
        BufferedImage small = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        assertThatThrownBy(() -> ENGINE.read(Painting.of("a cat").within(small)))
                .hasMessageContaining("needs a picture");
        assertThatThrownBy(
                        () -> ENGINE.read(Painting.of("a cat").over(small, 0.5).count(2)))
                .hasMessageContaining("one at a time");
    }
}
