package dev.zograf.contrib.text;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.awt.Rectangle;
import java.awt.Shape;
import java.util.Arrays;
import java.util.List;

/** One picture that is drawn upon, in the floats that pictures have, and how much of it was drawn over. */
final class Canvas {

    /** As many pixels as a picture that is made here may have. */
    static final long MAX_PIXELS = 1L << 26;

    private final int width;
    private final int height;
    private final float[] pixels;
    private final float[] covered;

    private Canvas(int width, int height, float[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        covered = new float[width * height];
    }

    /** A picture of one colour. */
    static Canvas of(int width, int height, Colour ground) {
        Canvas canvas = new Canvas(width, height, new float[3 * width * height]);
        for (int c = 0; c < 3; c++) {
            Arrays.fill(canvas.pixels, c * width * height, (c + 1) * width * height, ground.channel(c));
        }
        return canvas;
    }

    /** A copy of a picture. */
    static Canvas of(Image image) {
        return new Canvas(image.width(), image.height(), image.get(0).pixels().toArray());
    }

    /**
     * Fails if a picture would be too large, before memory is taken for it.
     *
     * @param input the input to make smaller
     */
    static void check(String input, double width, double height) {
        if (!(width * height <= MAX_PIXELS) || Math.max(width, height) > 1 << 20) {
            throw new InvalidInputException(
                    input,
                    "The picture would have " + Math.round(width) + "x" + Math.round(height) + " pixels; " + MAX_PIXELS
                            + " are the most. Make the text or the pictures smaller or fewer.");
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Draws the union of shapes in a colour. */
    void paint(List<? extends Shape> shapes, Colour colour, double opacity, double blur) {
        if (!colour.visible() || opacity <= 0) {
            return;
        }
        Coverage coverage = Coverage.of(shapes, width, height, blur);
        Rectangle part = coverage.part();
        int area = width * height;
        for (int y = 0; y < part.height; y++) {
            for (int x = 0; x < part.width; x++) {
                float share = (float) (coverage.values()[y * part.width + x] * colour.alpha() * opacity);
                if (share > 0) {
                    int at = (part.y + y) * width + part.x + x;
                    for (int c = 0; c < 3; c++) {
                        float under = pixels[c * area + at];
                        pixels[c * area + at] = under + share * (colour.channel(c) - under);
                    }
                    covered[at] += share * (1 - covered[at]);
                }
            }
        }
    }

    /** Puts a picture's pixels at a place where it fits. */
    void place(Image image, int x, int y) {
        float[] from = image.pixels().toArray();
        int w = image.width();
        int h = image.height();
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < h; row++) {
                System.arraycopy(from, (c * h + row) * w, pixels, (c * height + y + row) * width + x, w);
            }
        }
    }

    /** The picture. The canvas is not drawn upon after this. */
    Image image() {
        return Image.of(FloatTensor.wrap(pixels, 1, 3, height, width));
    }

    /** How much of each pixel was drawn over. The canvas is not drawn upon after this. */
    Mask mask() {
        return Mask.of(FloatTensor.wrap(covered, 1, height, width));
    }
}
