package dev.zograf.server.queue;

import dev.zograf.RunEvent;
import dev.zograf.api.value.Image;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Small JPEGs of what there is so far, not more often than an eye can use. Not thread-safe. */
final class Previews {

    private static final int LARGEST = 512;
    private static final long PAUSE = 100_000_000;

    private long last = System.nanoTime() - PAUSE;

    /** The preview of a step, if there is one and it is time for one. */
    Optional<byte[]> of(RunEvent.Progress progress) throws IOException {
        if (System.nanoTime() - last < PAUSE && progress.step() < progress.total()) {
            return Optional.empty();
        }
        Optional<Image> preview = progress.preview();
        if (preview.isEmpty()) {
            return Optional.empty();
        }
        last = System.nanoTime();
        return Optional.of(jpeg(preview.get().toBufferedImage(0)));
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        double scale = Math.min(1, LARGEST / (double) Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(small, "jpeg", bytes);
        return bytes.toByteArray();
    }
}
