package dev.zograf.nodes.image;

import dev.zograf.api.value.FloatTensor;

/**
 * How a picture of another size is interpolated: separable kernels, widened when the picture shrinks so that nothing is skipped
 * (Turkowski 1990, "Filters for Common Resampling Tasks"). Weights of a pixel add up to 1; at the border the kernel is cut.
 */
public enum Resampling {
    /** The nearest pixel. */
    NEAREST(0.5) {
        @Override
        double kernel(double x) {
            return 1;
        }
    },
    /** A triangle. */
    BILINEAR(1) {
        @Override
        double kernel(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** Keys 1981 with a = -1/2. */
    BICUBIC(2) {
        @Override
        double kernel(double x) {
            double a = Math.abs(x);
            if (a < 1) {
                return (1.5 * a - 2.5) * a * a + 1;
            }
            return a < 2 ? ((-0.5 * a + 2.5) * a - 4) * a + 2 : 0;
        }
    },
    /** A sine cardinal windowed by a wider one, three lobes (Duchon 1979). */
    LANCZOS(3) {
        @Override
        double kernel(double x) {
            return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final double support;

    Resampling(double support) {
        this.support = support;
    }

    abstract double kernel(double x);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** {@code [batch, channels, h, w]} to {@code [batch, channels, height, width]}, values kept within 0 and 1. */
    public FloatTensor resize(FloatTensor pixels, int width, int height) {
        int planes = pixels.dim(0) * pixels.dim(1);
        int h = pixels.dim(2);
        int w = pixels.dim(3);
        float[] wide = along(pixels.toArray(), planes * h, w, 1, width);
        float[] both = along(wide, planes, h, width, height);
        return FloatTensor.wrap(both, pixels.dim(0), pixels.dim(1), height, width)
                .clamp(0, 1);
    }

    /** Resamples the middle axis of {@code [outer, size, inner]}. */
    private float[] along(float[] from, int outer, int size, int inner, int newSize) {
        if (size == newSize) {
            return from;
        }
        float[] to = new float[outer * newSize * inner];
        double scale = (double) size / newSize;
        for (int i = 0; i < newSize; i++) {
            double centre = (i + 0.5) * scale;
            double[] weights;
            int first;
            if (this == NEAREST) {
                first = (int) centre;
                weights = new double[] {1};
            } else {
                double stretch = Math.max(1, scale);
                first = (int) Math.max(0, Math.floor(centre - support * stretch + 0.5));
                int last = (int) Math.min(size, Math.floor(centre + support * stretch + 0.5));
                weights = weights(first, last, centre, stretch);
            }
            for (int o = 0; o < outer; o++) {
                for (int in = 0; in < inner; in++) {
                    double sum = 0;
                    for (int k = 0; k < weights.length; k++) {
                        sum += weights[k] * from[(o * size + first + k) * inner + in];
                    }
                    to[(o * newSize + i) * inner + in] = (float) sum;
                }
            }
        }
        return to;
    }

    private double[] weights(int first, int last, double centre, double stretch) {
        double[] weights = new double[last - first];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = kernel((first + k + 0.5 - centre) / stretch);
            sum += weights[k];
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
        }
        return weights;
    }
}
