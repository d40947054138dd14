package dev.zograf.nodes.image;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * Resizes pictures of 8 bits a channel to the bit as Pillow does it: separable kernels, widened when the picture shrinks, in fixed point
 * with 22 bits behind the point, rounded to 8 bits after each direction. Grey pictures of 16 bits it sums up in double precision, and
 * rounds to 16. Rows come first, unless the picture loses more than twice as many pixels in height as in width: so Pillow has it since
 * version 13, and since each direction rounds, the order shows.
 */
public enum PillowResize {
    /** The pixel below the middle of the new one. */
    NEAREST(0, x -> 1),
    /** A box. */
    BOX(0.5, x -> x > -0.5 && x <= 0.5 ? 1 : 0),
    /** A triangle. */
    BILINEAR(1, x -> Math.max(0, 1 - Math.abs(x))),
    /** A parabola of Hamming's window. */
    HAMMING(1, PillowResize::hamming),
    /** Keys 1981 with a = -1/2. */
    BICUBIC(2, PillowResize::cubic),
    /** A sine cardinal windowed by a wider one, three lobes (Duchon 1979). */
    LANCZOS(3, x -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0);

    private static final int PRECISION = 22;
    private static final int WHITE = 255;
    private static final int WHITE_16 = 65535;

    private final double support;
    private final DoubleUnaryOperator kernel;

    PillowResize(double support, DoubleUnaryOperator kernel) {
        this.support = support;
        this.kernel = kernel;
    }

    private static double hamming(double x) {
        double a = Math.abs(x);
        return a == 0 ? 1 : a >= 1 ? 0 : Math.sin(Math.PI * a) / (Math.PI * a) * (0.54 + 0.46 * Math.cos(Math.PI * a));
    }

    private static double cubic(double x) {
        double a = -0.5;
        double d = Math.abs(x);
        if (d < 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? (((d - 5) * d + 8) * d - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /**
     * Planes of another size.
     *
     * @param levels {@code [planes, height, width]}, each 0 to 255
     */
    public int[] resize(int[] levels, int planes, int width, int height, int newWidth, int newHeight) {
        return resize(levels, planes, width, height, newWidth, newHeight, PillowResize::of8Bits);
    }

    private int[] resize(
            int[] levels,
            int planes,
            int width,
            int height,
            int newWidth,
            int newHeight,
            Function<double[], Sum> depth) {
        boolean mostlyLower = newHeight < height && height - newHeight > 2 * (width - newWidth);
        if (mostlyLower) {
            int[] low = along(levels, planes, height, width, newHeight, depth);
            return along(low, planes * newHeight, width, 1, newWidth, depth);
        }
        int[] wide = along(levels, planes * height, width, 1, newWidth, depth);
        return along(wide, planes, height, newWidth, newHeight, depth);
    }

    /** Pictures of another size, their values rounded to 8 bits; untouched if they have that size. */
    public Image resize(Image image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        int[] resized =
                resize(levels(image.pixels(), WHITE), 3 * image.batch(), image.width(), image.height(), width, height);
        return Image.of(FloatTensor.wrap(values(resized), image.batch(), 3, height, width));
    }

    /**
     * What Pillow makes of grey pictures of 16 bits when they get another size and then colours: levels are rounded to 16 bits, and all
     * above 255 of those 65536 are white after that. The latter holds for pictures that keep their size too.
     */
    public Image resizeGrey16(Image image, int width, int height) {
        int[] levels = resize(
                levels(image.pixels(), WHITE_16),
                3 * image.batch(),
                image.width(),
                image.height(),
                width,
                height,
                PillowResize::of16Bits);
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.min(levels[i], WHITE);
        }
        return Image.of(FloatTensor.wrap(values(levels), image.batch(), 3, height, width));
    }

    /**
     * Pictures of another size that are transparent in places: each pixel counts by its opacity, so that colours that do not show do not bleed
     * into those that do.
     *
     * @param opacity {@code [batch, height, width]} in 0 to 1, as many as pictures
     */
    public Image resize(Image image, FloatTensor opacity, int width, int height) {
        if (this == NEAREST || image.width() == width && image.height() == height) {
            return resize(image, width, height);
        }
        int area = image.width() * image.height();
        int[] levels = levels(image.pixels(), WHITE);
        int[] alpha = levels(opacity, WHITE);
        for (int i = 0; i < levels.length; i++) {
            levels[i] = product(levels[i], alpha[i / (3 * area) * area + i % area]);
        }
        int[] resized = resize(levels, 3 * image.batch(), image.width(), image.height(), width, height);
        int[] resizedAlpha = resize(alpha, image.batch(), image.width(), image.height(), width, height);
        int newArea = width * height;
        for (int i = 0; i < resized.length; i++) {
            int a = resizedAlpha[i / (3 * newArea) * newArea + i % newArea];
            resized[i] = a == 0 ? resized[i] : Math.min(255, 255 * resized[i] / a);
        }
        return Image.of(FloatTensor.wrap(values(resized), image.batch(), 3, height, width));
    }

    /** {@code a b / 255}, rounded. */
    private static int product(int a, int b) {
        int sum = a * b + 128;
        return (sum >> 8) + sum >> 8;
    }

    private static int[] levels(FloatTensor values, int white) {
        int[] levels = new int[values.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (int) Math.rint((float) white * Math.min(Math.max(values.at(i), 0f), 1f));
        }
        return levels;
    }

    private static float[] values(int[] levels) {
        float[] values = new float[levels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = levels[i] / 255f;
        }
        return values;
    }

    /** Resamples the middle axis of {@code [outer, size, inner]}. */
    private int[] along(int[] from, int outer, int size, int inner, int newSize, Function<double[], Sum> depth) {
        if (size == newSize) {
            return from;
        }
        int[] to = new int[outer * newSize * inner];
        double scale = (double) size / newSize;
        double stretch = Math.max(1, scale);
        double summed = 0.5 * scale;
        for (int i = 0; i < newSize; i++, summed += scale) {
            // Pillow adds up the places of single pixels, whose sums may fall just below the middle between two.
            double centre = support == 0 ? summed : (i + 0.5) * scale;
            int first = support == 0
                    ? Math.min((int) centre, size - 1)
                    : Math.max(0, (int) (centre - support * stretch + 0.5));
            int last = support == 0 ? first + 1 : Math.min(size, (int) (centre + support * stretch + 0.5));
            Sum sum = depth.apply(weights(first, last, centre, 1 / stretch));
            for (int o = 0; o < outer; o++) {
                for (int in = 0; in < inner; in++) {
                    to[(o * newSize + i) * inner + in] = sum.of(from, (o * size + first) * inner + in, inner);
                }
            }
        }
        return to;
    }

    /** Weights whose sum is 1, unless all are 0. */
    private double[] weights(int first, int last, double centre, double shrink) {
        double[] weights = new double[last - first];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = kernel.applyAsDouble((k + first - centre + 0.5) * shrink);
            sum += weights[k];
        }
        for (int k = 0; k < weights.length && sum != 0; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    private static Sum of8Bits(double[] weights) {
        int[] fixed = new int[weights.length];
        for (int k = 0; k < fixed.length; k++) {
            double weight = weights[k] * (1 << PRECISION);
            fixed[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        return (levels, first, step) -> {
            int sum = 1 << PRECISION - 1;
            for (int k = 0; k < fixed.length; k++) {
                sum += fixed[k] * levels[first + k * step];
            }
            return Math.min(Math.max(sum >> PRECISION, 0), WHITE);
        };
    }

    private static Sum of16Bits(double[] weights) {
        return (levels, first, step) -> {
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * levels[first + k * step];
            }
            return (int) Math.min(Math.max(Math.floor(sum + 0.5), 0), WHITE_16);
        };
    }

    /** What levels that are {@code step} apart add up to, rounded. */
    @FunctionalInterface
    private interface Sum {
        int of(int[] levels, int first, int step);
    }
}
