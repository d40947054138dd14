package dev.zograf.nodes.tiling;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;

/** Where tiles become one picture {@code [batch, channels, h, w]} again. Beside the picture it takes no memory. For one thread. */
public final class Canvas {

    private final float[] numbers;
    private final int[] shape;

    /**
     * An empty one.
     *
     * @throws InvalidInputException if so large a picture cannot be held
     */
    public Canvas(int batch, int channels, int height, int width) {
        long size = (long) batch * channels * height * width;
        if (size > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(
                    "image",
                    "The result would be " + batch + " times " + width + "x" + height
                            + ", which is more than one picture can hold: make smaller ones, or fewer at once.");
        }
        numbers = new float[(int) size];
        shape = new int[] {batch, channels, height, width};
    }

    /**
     * Lays what was made of a tile down. Each tile of the grid must come exactly once.
     *
     * @param entry which picture of the batch
     * @param made {@code [1, channels, rows * scale, columns * scale]}
     * @param scale how many times finer the result is than the grid
     */
    public void add(int entry, FloatTensor made, Grid grid, int tile, int scale) {
        Span rows = grid.rows(tile);
        Span columns = grid.columns(tile);
        double[] across = shares(columns, made.dim(3), scale, shape[3]);
        double[] down = shares(rows, made.dim(2), scale, shape[2]);
        int left = columns.from() * scale;
        int top = rows.from() * scale;
        for (int c = 0; c < shape[1]; c++) {
            for (int y = 0; y < down.length; y++) {
                if (down[y] == 0) {
                    continue;
                }
                int to = ((entry * shape[1] + c) * shape[2] + top + y) * shape[3] + left;
                int from = (c * made.dim(2) + y) * made.dim(3);
                for (int x = 0; x < across.length; x++) {
                    double share = down[y] * across[x];
                    if (share != 0) {
                        numbers[to + x] += (float) (share * made.at(from + x));
                    }
                }
            }
        }
    }

    private static double[] shares(Span span, int length, int scale, int limit) {
        double[] out = new double[Math.max(0, Math.min(length, limit - span.from() * scale))];
        for (int i = 0; i < out.length; i++) {
            out[i] = span.share(span.from() * scale + i, scale);
        }
        return out;
    }

    /** The picture; nothing may be added any more. */
    public FloatTensor toTensor() {
        return FloatTensor.wrap(numbers, shape);
    }
}
