package dev.zograf.nodes.patch;

import dev.zograf.api.value.FloatTensor;

/** A blur of the planes of a latent by a bell curve of nine pixels; at the edges the picture is mirrored without the edge pixel itself. */
final class GaussianBlur {

    private static final int REACH = 4;

    private GaussianBlur() {}

    /**
     * The blurred latent {@code [batch, channels, h, w]}.
     *
     * @param sigma the curve's deviation in latent pixels; 0 blurs nothing
     */
    static FloatTensor of(FloatTensor x, double sigma) {
        if (sigma == 0) {
            return x;
        }
        double[] kernel = new double[2 * REACH + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            double distance = (i - REACH) / sigma;
            kernel[i] = Math.exp(-0.5 * distance * distance);
            sum += kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        int height = x.dim(2);
        int width = x.dim(3);
        return along(along(x, kernel, width, 1), kernel, height, width);
    }

    /** One axis of that size, whose neighbours are {@code step} numbers apart. */
    private static FloatTensor along(FloatTensor x, double[] kernel, int size, int step) {
        float[] out = new float[x.size()];
        for (int i = 0; i < out.length; i++) {
            int at = i / step % size;
            double sum = 0;
            for (int k = 0; k < kernel.length; k++) {
                sum += kernel[k] * x.at(i + (mirrored(at + k - REACH, size) - at) * step);
            }
            out[i] = (float) sum;
        }
        return FloatTensor.wrap(out, x.shape());
    }

    private static int mirrored(int at, int size) {
        int last = size - 1;
        if (last == 0) {
            return 0;
        }
        int around = Math.floorMod(at, 2 * last);
        return around <= last ? around : 2 * last - around;
    }
}
