package dev.zograf.nodes.image;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.Masks;
import java.awt.image.BufferedImage;

/** Pictures and how transparent they are as one, with 8 bits a channel. */
final class Transparency {

    private Transparency() {}

    /**
     * One picture of a batch.
     *
     * @param transparent one mask, or one for each picture; 1 is wholly transparent
     * @return of {@code TYPE_INT_ARGB}, values rounded to the nearest
     */
    static BufferedImage of(Image image, int index, Mask transparent) {
        int width = image.width();
        int height = image.height();
        boolean fits = transparent.height() == height && transparent.width() == width;
        FloatTensor values = fits
                ? transparent.values().reshape(transparent.batch(), 1, height, width)
                : Masks.interpolated(transparent, height, width);
        int from = transparent.batch() == 1 ? 0 : index * height * width;
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.readRow(index, y, row);
            for (int x = 0; x < width; x++) {
                float opaque = 1 - values.at(from + y * width + x);
                int alpha = Math.round(255 * Math.min(Math.max(opaque, 0), 1));
                row[x] = alpha << 24 | (row[x] & 0xffffff);
            }
            out.setRGB(0, y, width, 1, row, 0, width);
        }
        return out;
    }
}
