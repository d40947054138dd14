package dev.zograf.contrib.springai;

import dev.zograf.Painting;
import dev.zograf.Zograf;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.springframework.ai.image.Image;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageMessage;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;

/**
 * An {@link ImageModel} that paints with an embedded engine instead of asking a service. Messages of negative weight say what to
 * keep away from; the others are the prompt. Pictures are PNG in Base64. What goes wrong is a
 * {@link dev.zograf.WorkflowException}. Thread-safe; the engine stays the caller's.
 */
public final class ZografImageModel implements ImageModel {

    private final Zograf zograf;
    private final ZografImageOptions defaults;

    /** A model that paints with the engine's defaults. */
    public ZografImageModel(Zograf zograf) {
        this(zograf, ZografImageOptions.defaults());
    }

    /**
     * A model.
     *
     * @param defaults what holds where a prompt says nothing
     */
    public ZografImageModel(Zograf zograf, ZografImageOptions defaults) {
        this.zograf = zograf;
        this.defaults = defaults;
    }

    @Override
    public ImageResponse call(ImagePrompt prompt) {
        ZografImageOptions options = ZografImageOptions.of(prompt.getOptions()).over(defaults);
        List<BufferedImage> pictures =
                zograf.run(zograf.read(painting(prompt, options))).images("image");
        return new ImageResponse(pictures.stream()
                .map(picture -> new ImageGeneration(new Image(null, base64(picture))))
                .toList());
    }

    private static Painting painting(ImagePrompt prompt, ZografImageOptions options) {
        Painting painting = Painting.of(texts(prompt, false));
        String unwanted = texts(prompt, true);
        String negative = options.negative();
        if (!unwanted.isEmpty()) {
            painting = painting.negative(negative == null ? unwanted : negative + ", " + unwanted);
        } else if (negative != null) {
            painting = painting.negative(negative);
        }
        if (options.model() != null) {
            painting = painting.model(options.model());
        }
        if (options.n() != null) {
            painting = painting.count(options.n());
        }
        if (options.width() != null || options.height() != null) {
            painting = painting.size(number(options.width()), number(options.height()));
        }
        if (options.steps() != null) {
            painting = painting.steps(options.steps());
        }
        if (options.cfg() != null) {
            painting = painting.cfg(options.cfg());
        }
        if (options.seed() != null) {
            painting = painting.seed(options.seed());
        }
        return options.upscaler() == null ? painting : painting.upscaler(options.upscaler());
    }

    /** 0 stands for the model's own size. */
    private static int number(@org.jspecify.annotations.Nullable Integer pixels) {
        return pixels == null ? 0 : pixels;
    }

    private static String texts(ImagePrompt prompt, boolean negative) {
        return prompt.getInstructions().stream()
                .filter(message -> isNegative(message) == negative)
                .map(ImageMessage::getText)
                .collect(Collectors.joining(", "));
    }

    private static boolean isNegative(ImageMessage message) {
        Float weight = message.getWeight();
        return weight != null && weight < 0;
    }

    private static String base64(BufferedImage picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
