package dev.zograf.api.value;

import dev.zograf.api.PortType;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * One or several pictures of the same size: {@code [batch, 3, height, width]}, red, green, blue, each from 0 to 1 in the
 * sRGB encoding of files (not linear light). Transparency is a {@link Mask} of its own.
 */
@PortType("image")
public final class Image {

    private final FloatTensor pixels;

    private Image(FloatTensor pixels) {
        if (pixels.rank() != 4 || pixels.dim(1) != 3 || pixels.size() == 0) {
            throw new IllegalArgumentException(
                    "Pictures have the shape [batch, 3, height, width], not " + pixels + ".");
        }
        this.pixels = pixels;
    }

    /**
     * Pictures from their pixels {@code [batch, 3, height, width]} in 0 to 1.
     *
     * @throws IllegalArgumentException if the shape is another or there is no pixel
     */
    public static Image of(FloatTensor pixels) {
        return new Image(pixels);
    }

    /** One picture; transparency is dropped, the colours under it stay. */
    public static Image of(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int area = width * height;
        int[] row = new int[width];
        float[] out = new float[3 * area];
        for (int i = 0; i < area; i++) {
            int x = i % width;
            if (x == 0) {
                picture.getRGB(0, i / width, width, 1, row, 0, width);
            }
            out[i] = (row[x] >> 16 & 0xff) / 255f;
            out[area + i] = (row[x] >> 8 & 0xff) / 255f;
            out[2 * area + i] = (row[x] & 0xff) / 255f;
        }
        return new Image(FloatTensor.wrap(out, 1, 3, height, width));
    }

    /**
     * The pictures of all parts as one batch.
     *
     * @throws IllegalArgumentException if there are none or their sizes differ
     */
    public static Image batch(List<Image> parts) {
        return new Image(FloatTensor.concat(0, parts.stream().map(Image::pixels).toList()));
    }

    /** {@code [batch, 3, height, width]}. */
    public FloatTensor pixels() {
        return pixels;
    }

    /** How many pictures. */
    public int batch() {
        return pixels.dim(0);
    }

    /** Pixels in a row. */
    public int width() {
        return pixels.dim(3);
    }

    /** Rows. */
    public int height() {
        return pixels.dim(2);
    }

    /** The size of each picture. */
    public Size size() {
        return Size.of(width(), height());
    }

    /** One picture of the batch, counted from 0. */
    public Image get(int index) {
        return new Image(pixels.slice(0, index, index + 1));
    }

    /** The pictures one by one. */
    public List<Image> split() {
        List<Image> parts = new ArrayList<>();
        for (int i = 0; i < batch(); i++) {
            parts.add(get(i));
        }
        return parts;
    }

    /** The first picture with 8 bits a channel ({@code TYPE_INT_RGB}), values rounded to the nearest. */
    public BufferedImage toBufferedImage() {
        return toBufferedImage(0);
    }

    /** One picture of the batch with 8 bits a channel ({@code TYPE_INT_RGB}), values rounded to the nearest. */
    public BufferedImage toBufferedImage(int index) {
        int[] row = new int[width()];
        BufferedImage out = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height(); y++) {
            readRow(index, y, row);
            out.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return out;
    }

    /**
     * One row of one picture of the batch with 8 bits a channel, values rounded to the nearest, for those who need no picture of 8 bits as a
     * whole.
     *
     * @param row takes a pixel {@code 0xRRGGBB} for each column
     */
    public void readRow(int index, int y, int[] row) {
        int area = width() * height();
        int at = index * 3 * area + y * width();
        for (int x = 0; x < width(); x++) {
            row[x] = level(at + x) << 16 | level(at + area + x) << 8 | level(at + 2 * area + x);
        }
    }

    /** In float, halves to the even neighbour, as NumPy does it, so that files agree with the Python originals. */
    private int level(int index) {
        return (int) Math.rint(255f * Math.min(Math.max(pixels.at(index), 0f), 1f));
    }

    @Override
    public String toString() {
        return batch() + " picture" + (batch() == 1 ? "" : "s") + " of " + size();
    }
}
