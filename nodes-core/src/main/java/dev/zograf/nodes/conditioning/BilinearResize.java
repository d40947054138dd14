package dev.zograf.nodes.conditioning;

import dev.zograf.api.value.FloatTensor;

/**
 * Bilinear interpolation between pixel centres, without a wider kernel where the picture shrinks: PyTorch's {@code interpolate} with
 * {@code align_corners=False}, which is how masks of prompts are resized elsewhere.
 */
public final class BilinearResize {

    private BilinearResize() {}

    /** {@code [batch, channels, h, w]} to {@code [batch, channels, height, width]}. */
    public static FloatTensor of(FloatTensor x, int height, int width) {
        int h = x.dim(2);
        int w = x.dim(3);
        if (h == height && w == width) {
            return x;
        }
        int planes = x.dim(0) * x.dim(1);
        float[] out = new float[planes * height * width];
        for (int i = 0; i < out.length; i++) {
            double y = source(i / width % height, h, height);
            double u = source(i % width, w, width);
            int plane = i / (height * width) * h * w;
            int top = (int) y;
            int left = (int) u;
            int bottom = Math.min(top + 1, h - 1);
            int right = Math.min(left + 1, w - 1);
            double upper = mix(x.at(plane + top * w + left), x.at(plane + top * w + right), u - left);
            double lower = mix(x.at(plane + bottom * w + left), x.at(plane + bottom * w + right), u - left);
            out[i] = (float) mix(upper, lower, y - top);
        }
        return FloatTensor.wrap(out, x.dim(0), x.dim(1), height, width);
    }

    /** Where the centre of a new pixel lies among the old ones. */
    private static double source(int at, int from, int to) {
        return Math.min(Math.max((at + 0.5) * from / to - 0.5, 0), from - 1);
    }

    private static double mix(double a, double b, double share) {
        return a + share * (b - a);
    }
}
