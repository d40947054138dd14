package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.Arrays;

/**
 * Canny's edge detector (Canny 1986) with the numbers of kornia's: luma by BT.601, a Gaussian of 5×5 with deviation 1 over a mirrored
 * border, Sobel's gradients over a border that goes on, comparison with the two neighbours across the edge, and hysteresis until
 * nothing changes.
 */
@Doc("Draws the edges of pictures by Canny's method, with thresholds from 0 to 1 and the numbers that ComfyUI has.")
@NodeType(id = "canny-edges", title = "Canny edges", category = "image/guide")
public final class CannyEdges implements Node<CannyEdges.In, CannyEdges.Out> {

    private static final double EPSILON = 1e-6;
    private static final int RADIUS = 2;

    /** The neighbours that a pixel is compared with, by the angle of the gradient in eighths of a turn: right, below right, … */
    private static final int[][] NEIGHBOURS = {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}};

    /** What to draw. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("Gradients above it go on with a line.") @Range(min = 0.01, max = 0.99, step = 0.01) @Default("0.4")
            double low,

            @Doc("Gradients above it begin a line.") @Range(min = 0.01, max = 0.99, step = 0.01) @Default("0.8")
            double high) {

        /** The thresholds must be in order. */
        public In {
            if (low > high) {
                throw new InvalidInputException(
                        "low", "The lower threshold " + low + " is above the upper one, " + high + ".");
            }
        }
    }

    /** What was drawn. */
    public record Out(@Doc("White lines on black.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        int area = image.width() * image.height();
        float[] out = new float[3 * area * image.batch()];
        for (int n = 0; n < image.batch(); n++) {
            float[] edges = edges(image, n, (float) in.low(), (float) in.high());
            for (int c = 0; c < 3; c++) {
                System.arraycopy(edges, 0, out, (3 * n + c) * area, area);
            }
            ctx.progress(n + 1, image.batch());
        }
        return new Out(Image.of(FloatTensor.wrap(out, image.batch(), 3, image.height(), image.width())));
    }

    private static float[] edges(Image image, int n, float low, float high) {
        int width = image.width();
        int height = image.height();
        float[] smooth = smooth(luma(image, n), width, height);
        float[] size = new float[smooth.length];
        int[] direction = new int[smooth.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double[] g = gradient(smooth, x, y, width, height);
                int at = y * width + x;
                size[at] = (float) Math.sqrt(g[0] * g[0] + g[1] * g[1] + EPSILON);
                direction[at] = Math.floorMod((int) Math.rint(Math.toDegrees(Math.atan2(g[1], g[0])) / 45), 8);
            }
        }
        float[] edges = new float[smooth.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int[] ahead = NEIGHBOURS[direction[at]];
                boolean ridge = size[at] > at(size, x + ahead[0], y + ahead[1], width, height)
                        && size[at] > at(size, x - ahead[0], y - ahead[1], width, height);
                float value = ridge ? size[at] : 0;
                edges[at] = (value > low ? 0.5f : 0) + (value > high ? 0.5f : 0);
            }
        }
        return joined(edges, width, height);
    }

    private static float[] luma(Image image, int n) {
        int area = image.width() * image.height();
        float[] all = image.pixels().toArray();
        float[] grey = new float[area];
        for (int i = 0; i < area; i++) {
            int red = 3 * n * area + i;
            grey[i] = 0.299f * all[red] + 0.587f * all[red + area] + 0.114f * all[red + 2 * area];
        }
        return grey;
    }

    private static float[] smooth(float[] from, int width, int height) {
        double[] kernel = new double[2 * RADIUS + 1];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = Math.exp(-(i - RADIUS) * (i - RADIUS) / 2.0);
        }
        double sum = Arrays.stream(kernel).sum();
        float[] rows = new float[from.length];
        float[] both = new float[from.length];
        for (int pass = 0; pass < 2; pass++) {
            float[] source = pass == 0 ? from : rows;
            float[] target = pass == 0 ? rows : both;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double value = 0;
                    for (int k = -RADIUS; k <= RADIUS; k++) {
                        int sx = pass == 0 ? mirrored(x + k, width) : x;
                        int sy = pass == 0 ? y : mirrored(y + k, height);
                        value += kernel[k + RADIUS] / sum * source[sy * width + sx];
                    }
                    target[y * width + x] = (float) value;
                }
            }
        }
        return both;
    }

    /** The outermost pixel is not repeated. */
    private static int mirrored(int at, int size) {
        if (size == 1) {
            return 0;
        }
        int period = 2 * (size - 1);
        int in = Math.floorMod(at, period);
        return in < size ? in : period - in;
    }

    private static double[] gradient(float[] from, int x, int y, int width, int height) {
        double dx = 0;
        double dy = 0;
        for (int k = -1; k <= 1; k++) {
            int weight = k == 0 ? 2 : 1;
            dx += weight * (near(from, x + 1, y + k, width, height) - near(from, x - 1, y + k, width, height));
            dy += weight * (near(from, x + k, y + 1, width, height) - near(from, x + k, y - 1, width, height));
        }
        return new double[] {dx, dy};
    }

    private static float near(float[] from, int x, int y, int width, int height) {
        return from[Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)];
    }

    /** Beyond the border there is nothing. */
    private static float at(float[] from, int x, int y, int width, int height) {
        return x < 0 || y < 0 || x >= width || y >= height ? 0 : from[y * width + x];
    }

    /** Weak pixels beside strong ones become strong, until there are none; the weak ones that are left go. */
    private static float[] joined(float[] edges, int width, int height) {
        int[] open = new int[edges.length];
        int count = 0;
        for (int i = 0; i < edges.length; i++) {
            if (edges[i] == 1) {
                open[count++] = i;
            }
        }
        while (count > 0) {
            int at = open[--count];
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int x = at % width + dx;
                    int y = at / width + dy;
                    if (at(edges, x, y, width, height) == 0.5f) {
                        edges[y * width + x] = 1;
                        open[count++] = y * width + x;
                    }
                }
            }
        }
        for (int i = 0; i < edges.length; i++) {
            edges[i] = edges[i] == 1 ? 1 : 0;
        }
        return edges;
    }
}
