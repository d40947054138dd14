package dev.zograf.graphs;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** What tests ask of pictures. */
final class Pictures {

    private Pictures() {}

    static BufferedImage read(Path file) {
        try {
            return ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mean of the middle ninth is clearly red, and the corners are nearly white. */
    static boolean isRedInTheMiddle(BufferedImage picture) {
        int[] middle = mean(picture, 1, 1);
        int[] corner = {picture.getRGB(2, 2) >> 16 & 255, picture.getRGB(2, 2) >> 8 & 255, picture.getRGB(2, 2) & 255};
        return middle[0] > middle[1] + 80
                && middle[0] > middle[2] + 80
                && Math.min(Math.min(corner[0], corner[1]), corner[2]) > 200;
    }

    /** Red, green, blue of one of the nine fields. */
    static int[] mean(BufferedImage picture, int column, int row) {
        int width = picture.getWidth() / 3;
        int height = picture.getHeight() / 3;
        long[] sum = new long[3];
        for (int y = row * height; y < (row + 1) * height; y++) {
            for (int x = column * width; x < (column + 1) * width; x++) {
                int rgb = picture.getRGB(x, y);
                sum[0] += rgb >> 16 & 255;
                sum[1] += rgb >> 8 & 255;
                sum[2] += rgb & 255;
            }
        }
        int area = width * height;
        return new int[] {(int) (sum[0] / area), (int) (sum[1] / area), (int) (sum[2] / area)};
    }

    /** The mean difference of two pictures in levels of 8 bits, or infinity if their sizes differ. */
    static double meanDifference(BufferedImage one, BufferedImage other) {
        if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
            return Double.POSITIVE_INFINITY;
        }
        long sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
                }
            }
        }
        return sum / (3.0 * one.getWidth() * one.getHeight());
    }
}
