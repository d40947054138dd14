package dev.zograf.nodes.image;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;

/** Pictures under a square kernel; beyond the border lies what lies on this side of it, mirrored at the outermost pixels. */
final class Convolution {

    private Convolution() {}

    /**
     * The bell curve of ComfyUI's blurs, {@code exp(-(x^2 + y^2) / (2 sigma^2))} with x and y from -1 to 1 across the kernel, of sum 1.
     *
     * @param sigma in units of the radius
     * @return {@code 2 * radius + 1} numbers a side
     */
    static double[] bell(int radius, double sigma) {
        int side = 2 * radius + 1;
        double[] out = new double[side * side];
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            double x = (i % side - radius) / (double) radius;
            double y = (i / side - radius) / (double) radius;
            out[i] = Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
            sum += out[i];
        }
        for (int i = 0; i < out.length; i++) {
            out[i] /= sum;
        }
        return out;
    }

    /**
     * The pictures under the kernel.
     *
     * @throws InvalidInputException if they are too small to be mirrored
     */
    static FloatTensor of(Image image, double[] kernel, int radius) {
        int w = image.width();
        int h = image.height();
        if (radius >= w || radius >= h) {
            throw new InvalidInputException(
                    "radius",
                    "A radius of " + radius + " is too large for pictures of " + image.size()
                            + ": it has to be less than both sides.");
        }
        int side = 2 * radius + 1;
        FloatTensor pixels = image.pixels();
        float[] out = new float[pixels.size()];
        for (int i = 0; i < out.length; i++) {
            int x = i % w;
            int y = i / w % h;
            int plane = i - y * w - x;
            double sum = 0;
            for (int k = 0; k < kernel.length; k++) {
                int row = mirrored(y + k / side - radius, h);
                int column = mirrored(x + k % side - radius, w);
                sum += kernel[k] * pixels.at(plane + row * w + column);
            }
            out[i] = (float) sum;
        }
        return FloatTensor.wrap(out, pixels.shape());
    }

    private static int mirrored(int at, int size) {
        int there = Math.abs(at);
        return there < size ? there : 2 * (size - 1) - there;
    }
}
