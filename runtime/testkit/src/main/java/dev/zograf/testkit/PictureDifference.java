package dev.zograf.testkit;

import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * How two pictures of one size differ, in levels of 0 to 255.
 *
 * @param largest of any channel
 * @param mean over all channels of all pixels
 * @param x of the pixel with the largest difference
 * @param y of that pixel
 */
record PictureDifference(
        BufferedImage expected, BufferedImage actual, int largest, double mean, double meanSquare, int x, int y) {

    private static final int GAP = 4;
    private static final int READABLE = 128;

    static PictureDifference of(BufferedImage expected, BufferedImage actual) {
        int largest = -1;
        int worstX = 0;
        int worstY = 0;
        double sum = 0;
        double squares = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int difference = Math.abs(level(expected, x, y, shift) - level(actual, x, y, shift));
                    sum += difference;
                    squares += (double) difference * difference;
                    if (difference > largest) {
                        largest = difference;
                        worstX = x;
                        worstY = y;
                    }
                }
            }
        }
        double count = 3.0 * expected.getWidth() * expected.getHeight();
        return new PictureDifference(expected, actual, largest, sum / count, squares / count, worstX, worstY);
    }

    private static int level(BufferedImage picture, int x, int y, int shift) {
        return picture.getRGB(x, y) >> shift & 0xff;
    }

    /** Peak signal to noise ratio in decibel; infinite for equal pictures. */
    double psnr() {
        return 10 * Math.log10(255 * 255 / meanSquare);
    }

    /** By how much the difference is multiplied to be seen: the largest becomes white. */
    int amplification() {
        return Math.max(1, 255 / Math.max(1, largest));
    }

    /** Expected, actual and the amplified difference side by side; each pixel of a small picture becomes a square. */
    BufferedImage picture() {
        int zoom = Math.max(1, READABLE / Math.max(expected.getWidth(), expected.getHeight()));
        int width = expected.getWidth() * zoom;
        int height = expected.getHeight() * zoom;
        BufferedImage out = new BufferedImage(3 * width + 2 * GAP, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < out.getWidth(); x++) {
                int panel = x / (width + GAP);
                int column = x % (width + GAP);
                out.setRGB(x, y, column < width ? colour(panel, column / zoom, y / zoom) : 0x808080);
            }
        }
        return out;
    }

    private int colour(int panel, int column, int row) {
        if (panel < 2) {
            return (panel == 0 ? expected : actual).getRGB(column, row) & 0xffffff;
        }
        int rgb = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int difference = Math.abs(level(expected, column, row, shift) - level(actual, column, row, shift));
            rgb |= Math.min(255, difference * amplification()) << shift;
        }
        return rgb;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "the worst pixel is (%d, %d) with #%06x instead of #%06x; the largest difference is %d of 255, the mean %.3f, PSNR"
                        + " %.1f dB",
                x,
                y,
                actual.getRGB(x, y) & 0xffffff,
                expected.getRGB(x, y) & 0xffffff,
                largest,
                mean,
                psnr());
    }
}
