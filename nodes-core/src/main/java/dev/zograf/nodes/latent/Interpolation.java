package dev.zograf.nodes.latent;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.BilinearResize;
import java.util.Arrays;

/**
 * How latents and pictures get another size, as node-based interfaces do it: PyTorch's {@code interpolate} with {@code align_corners=False} and no
 * wider kernel where the latent shrinks, or spherically between its vectors.
 */
public enum Interpolation {
    /** The pixel whose centre is nearest. */
    NEAREST {
        @Override
        public FloatTensor resize(FloatTensor x, int height, int width) {
            int h = x.dim(2);
            int w = x.dim(3);
            return Planes.arranged(
                    x, height, width, (row, column) -> nearest(row, h, height) * w + nearest(column, w, width));
        }
    },
    /** A triangle between pixel centres. */
    BILINEAR {
        @Override
        public FloatTensor resize(FloatTensor x, int height, int width) {
            return BilinearResize.of(x, height, width);
        }
    },
    /** Keys 1981 with a = -3/4. */
    BICUBIC {
        @Override
        public FloatTensor resize(FloatTensor x, int height, int width) {
            return Planes.weighted(x, height, width, Interpolation::cubic);
        }
    },
    /** The mean of the pixels that a new one covers, wholly or in part. */
    AREA {
        @Override
        public FloatTensor resize(FloatTensor x, int height, int width) {
            return Planes.weighted(x, height, width, Interpolation::mean);
        }
    },
    /** Along the great circle between the vectors of neighbours, their lengths along the line. */
    BISLERP {
        @Override
        public FloatTensor resize(FloatTensor x, int height, int width) {
            return SphericalResize.of(x, height, width);
        }
    };

    private static final double CUBIC = -0.75;

    /** {@code [batch, channels, h, w]} to {@code [batch, channels, height, width]}. */
    public abstract FloatTensor resize(FloatTensor x, int height, int width);

    /** As {@link #resize}, of the largest {@linkplain #middle middle part} that has the new sides' ratio. */
    public FloatTensor resizeMiddle(FloatTensor x, int height, int width) {
        return resize(middle(x, height, width), height, width);
    }

    /** The largest middle part that has the ratio of these sides. */
    public static FloatTensor middle(FloatTensor x, int height, int width) {
        double ratio = (double) x.dim(3) / x.dim(2);
        double wanted = (double) width / height;
        int left = 0;
        int top = 0;
        if (ratio > wanted) {
            left = (int) Math.rint((x.dim(3) - x.dim(3) * (wanted / ratio)) / 2);
        } else if (ratio < wanted) {
            top = (int) Math.rint((x.dim(2) - x.dim(2) * (ratio / wanted)) / 2);
        }
        FloatTensor rows = x.slice(2, top, x.dim(2) - top);
        return rows.slice(3, left, x.dim(3) - left);
    }

    private static int nearest(int at, int from, int to) {
        return Math.min((int) ((at + 0.5) * from / to), from - 1);
    }

    /** Beyond the border the outermost pixel goes on. */
    private static Planes.Share cubic(int at, int from, int to) {
        double place = (at + 0.5) * from / to - 0.5;
        int low = (int) Math.floor(place);
        double t = place - low;
        double[] four = {far(t + 1), near(t), near(1 - t), far(2 - t)};
        int first = Math.min(Math.max(low - 1, 0), from - 1);
        int last = Math.min(Math.max(low + 2, 0), from - 1);
        double[] weights = new double[last - first + 1];
        for (int i = 0; i < four.length; i++) {
            weights[Math.min(Math.max(low - 1 + i, first), last) - first] += four[i];
        }
        return new Planes.Share(first, weights);
    }

    private static double near(double x) {
        return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
    }

    private static double far(double x) {
        return ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
    }

    private static Planes.Share mean(int at, int from, int to) {
        int first = (int) ((long) at * from / to);
        int end = (int) (((long) (at + 1) * from + to - 1) / to);
        double[] weights = new double[end - first];
        Arrays.fill(weights, 1.0 / weights.length);
        return new Planes.Share(first, weights);
    }
}
