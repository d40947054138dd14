package dev.zograf.server.queue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Pictures made small enough to be looked at in passing. */
public final class SmallJpeg {

    private SmallJpeg() {}

    /**
     * A picture as a JPEG, on white where it is transparent.
     *
     * @param largest the most pixels that its longer side has; a smaller picture keeps its size
     */
    public static byte[] of(BufferedImage picture, int largest) throws IOException {
        double scale = Math.min(1, largest / (double) Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        BufferedImage small = picture;
        // Halved as often as that goes: bilinear interpolation looks at four pixels only.
        while (small.getWidth() >= 2 * width && small.getHeight() >= 2 * height) {
            small = drawn(small, small.getWidth() / 2, small.getHeight() / 2);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(drawn(small, width, height), "jpeg", bytes);
        return bytes.toByteArray();
    }

    private static BufferedImage drawn(BufferedImage picture, int width, int height) {
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = out.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, Color.WHITE, null);
        graphics.dispose();
        return out;
    }
}
