package dev.zograf.contrib.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImageOptionsBuilder;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;

/** The adapter with the model that ships. */
class ZografImageModelTest {

    private static final Zograf ENGINE = Zograf.builder().build();

    private final ImageModel model = new ZografImageModel(
            ENGINE, ZografImageOptions.builder().steps(4).seed(1L).build());

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static BufferedImage picture(ImageGeneration generation) throws Exception {
        byte[] png = Base64.getDecoder().decode(generation.getOutput().getB64Json());
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static String first(ImageResponse response) {
        return response.getResult().getOutput().getB64Json();
    }

    @Test
    void paintsAPicture() throws Exception {
        ImageResponse response = model.call(new ImagePrompt("a red apple"));
        BufferedImage picture = picture(response.getResult());
        assertThat(picture.getWidth()).isEqualTo(64);
        Color middle = new Color(picture.getRGB(32, 36));
        assertThat(middle.getRed()).isGreaterThan(middle.getBlue() + 50);
        assertThat(response.getResult().getOutput().getUrl()).isNull();
        assertThat(first(model.call(new ImagePrompt("a red apple")))).isEqualTo(first(response));
    }

    @Test
    void optionsOfThePromptGoBeforeThoseOfTheModel() throws Exception {
        var any = ImageOptionsBuilder.builder().n(2).width(32).height(64).build();
        List<ImageGeneration> two = model.call(new ImagePrompt("a cat", any)).getResults();
        assertThat(two).hasSize(2);
        assertThat(picture(two.get(1)).getWidth()).isEqualTo(32);

        var ours = ZografImageOptions.builder().steps(1).cfg(1.0).seed(7L).size(32, 32);
        String plain = first(model.call(new ImagePrompt("a cat", ours.build())));
        String other = first(model.call(new ImagePrompt("a cat", ours.seed(8L).build())));
        assertThat(plain).isNotEqualTo(other);
    }

    @Test
    void aMessageOfNegativeWeightIsKeptAwayFrom() {
        var options = ZografImageOptions.builder().steps(2).cfg(6.0);
        ImageMessage apple = new ImageMessage("an apple");
        String byWeight =
                first(model.call(new ImagePrompt(List.of(apple, new ImageMessage("red", -1f)), options.build())));
        String byOption = first(model.call(
                new ImagePrompt(List.of(apple), options.negative("red").build())));
        String without = first(model.call(
                new ImagePrompt(List.of(apple), options.negative(null).build())));
        assertThat(byWeight).isEqualTo(byOption).isNotEqualTo(without);
    }

    @Test
    void saysWhatItCannotUse() {
        var wrong = ZografImageOptions.builder().size(33, 64).build();
        assertThatThrownBy(() -> model.call(new ImagePrompt("a cat", wrong)))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("33");
        var unknown = ZografImageOptions.builder().model("dall-e-3").build();
        assertThatThrownBy(() -> model.call(new ImagePrompt("a cat", unknown)))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("dall-e-3")
                .hasMessageContaining("emoji");
    }
}
