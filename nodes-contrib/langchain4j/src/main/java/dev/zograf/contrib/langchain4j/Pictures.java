package dev.zograf.contrib.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.zograf.api.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Pictures to and from LangChain4j's form. */
final class Pictures {

    private static final String PNG = "image/png";

    private Pictures() {}

    static Image image(BufferedImage picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Image.builder()
                .base64Data(Base64.getEncoder().encodeToString(out.toByteArray()))
                .mimeType(PNG)
                .build();
    }

    /**
     * Reads a picture.
     *
     * @param input its name for messages
     * @throws InvalidInputException if there is none that can be read
     */
    static BufferedImage read(Image image, String input) {
        try {
            return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(bytes(image, input))))
                    .orElseThrow(() -> new InvalidInputException(input, "This is no picture that can be read."));
        } catch (IOException e) {
            throw new InvalidInputException(input, "The picture cannot be read: " + e.getMessage() + ".");
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(input, "The picture is not in Base64: " + e.getMessage() + ".");
        }
    }

    private static byte[] bytes(Image image, String input) throws IOException {
        String base64 = image.base64Data();
        if (base64 != null) {
            return Base64.getMimeDecoder().decode(base64);
        }
        URI url = image.url();
        String scheme = url == null || url.getScheme() == null ? "" : url.getScheme();
        if (scheme.equals("file")) {
            return Files.readAllBytes(Path.of(url));
        }
        if (scheme.equals("data") && url.getSchemeSpecificPart().contains(";base64,")) {
            String data = url.getSchemeSpecificPart();
            return Base64.getMimeDecoder().decode(data.substring(data.indexOf(";base64,") + ";base64,".length()));
        }
        throw new InvalidInputException(
                input, "A picture comes in Base64, or by a data: or file: URL; nothing is fetched from the net.");
    }
}
