package dev.zograf.nodes.editing;

/**
 * How far each pixel of a plane is from the nearest one of a set, in pixels: the exact Euclidean transform in two passes of lower envelopes of
 * parabolas (Felzenszwalb and Huttenlocher 2012).
 */
final class Distances {

    private static final double FAR = 1e12;

    private Distances() {}

    /** Infinite where the set is empty. */
    static float[] to(boolean[] set, int width, int height) {
        double[] squares = new double[set.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = set[i] ? 0 : FAR;
        }
        for (int x = 0; x < width; x++) {
            pass(squares, x, width, height);
        }
        for (int y = 0; y < height; y++) {
            pass(squares, y * width, 1, width);
        }
        float[] out = new float[set.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = squares[i] >= FAR / 2 ? Float.POSITIVE_INFINITY : (float) Math.sqrt(squares[i]);
        }
        return out;
    }

    /** The lowest of all parabolas that stand on a line's values. */
    private static void pass(double[] squares, int from, int stride, int count) {
        int[] feet = new int[count];
        double[] starts = new double[count + 1];
        double[] line = new double[count];
        for (int i = 0; i < count; i++) {
            line[i] = squares[from + i * stride];
        }
        int top = 0;
        starts[0] = Double.NEGATIVE_INFINITY;
        starts[1] = Double.POSITIVE_INFINITY;
        for (int i = 1; i < count; i++) {
            double cut = cut(line, feet[top], i);
            while (cut <= starts[top]) {
                top--;
                cut = cut(line, feet[top], i);
            }
            top++;
            feet[top] = i;
            starts[top] = cut;
            starts[top + 1] = Double.POSITIVE_INFINITY;
        }
        int k = 0;
        for (int i = 0; i < count; i++) {
            while (starts[k + 1] < i) {
                k++;
            }
            double away = i - feet[k];
            squares[from + i * stride] = away * away + line[feet[k]];
        }
    }

    /** Where two parabolas meet. */
    private static double cut(double[] line, int a, int b) {
        return (line[b] + (double) b * b - line[a] - (double) a * a) / (2.0 * (b - a));
    }
}
