package dev.zograf.nodes.latent;

import dev.zograf.api.value.FloatTensor;

/**
 * Resizes latents between the vectors that their channels make at each pixel: directions along the great circle (Shoemake 1985, "Animating
 * Rotation with Quaternion Curves"), lengths linearly; first along rows, then along columns.
 */
final class SphericalResize {

    private static final double CLOSE = 1e-5;

    private SphericalResize() {}

    /** {@code [batch, channels, h, w]} to {@code [batch, channels, height, width]}. */
    static FloatTensor of(FloatTensor x, int height, int width) {
        return Planes.transposed(along(Planes.transposed(along(x, width)), height));
    }

    /** Another width. */
    private static FloatTensor along(FloatTensor x, int width) {
        int channels = x.dim(1);
        int h = x.dim(2);
        int w = x.dim(3);
        float[] out = new float[x.dim(0) * channels * h * width];
        double[] a = new double[channels];
        double[] b = new double[channels];
        for (int row = 0; row < x.dim(0) * h; row++) {
            int plane = row / h * channels * h + row % h;
            for (int i = 0; i < width; i++) {
                double place = Math.min(Math.max((i + 0.5) * w / width - 0.5, 0), w - 1);
                int left = (int) place;
                int right = Math.min(left + 1, w - 1);
                for (int c = 0; c < channels; c++) {
                    a[c] = x.at((plane + c * h) * w + left);
                    b[c] = x.at((plane + c * h) * w + right);
                }
                between(a, b, place - left);
                for (int c = 0; c < channels; c++) {
                    out[(plane + c * h) * width + i] = (float) a[c];
                }
            }
        }
        return FloatTensor.wrap(out, x.dim(0), channels, h, width);
    }

    /** Puts what lies at that share of the way from a to b in the place of a. */
    private static void between(double[] a, double[] b, double share) {
        double lengthA = length(a);
        double lengthB = length(b);
        double dot = 0;
        for (int c = 0; c < a.length; c++) {
            dot += unit(a[c], lengthA) * unit(b[c], lengthB);
        }
        if (dot > 1 - CLOSE) {
            return;
        }
        boolean opposite = dot < CLOSE - 1;
        double angle = Math.acos(dot);
        double length = lengthA * (1 - share) + lengthB * share;
        double ofA = Math.sin((1 - share) * angle) / Math.sin(angle) * length;
        double ofB = Math.sin(share * angle) / Math.sin(angle) * length;
        for (int c = 0; c < a.length; c++) {
            a[c] = opposite ? a[c] * (1 - share) + b[c] * share : ofA * unit(a[c], lengthA) + ofB * unit(b[c], lengthB);
        }
    }

    private static double unit(double x, double length) {
        return length == 0 ? 0 : x / length;
    }

    private static double length(double[] vector) {
        double sum = 0;
        for (double x : vector) {
            sum += x * x;
        }
        return Math.sqrt(sum);
    }
}
