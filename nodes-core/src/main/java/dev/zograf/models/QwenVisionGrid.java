package dev.zograf.models;

import java.util.Arrays;

/**
 * The patches of a picture for {@link QwenVision}: squares of them that become one token stand one behind the other, the squares row by row.
 *
 * @param rows of patches
 * @param columns of patches
 * @param merge the side of a square in patches
 * @param window the side of a window in patches; those at the right and lower edge may be smaller
 */
public record QwenVisionGrid(int rows, int columns, int merge, int window) {

    /** @throws IllegalArgumentException if the sides are no multiples of those of a square */
    public QwenVisionGrid {
        if (rows < 1 || columns < 1 || merge < 1 || window < 1 || rows % merge != 0 || columns % merge != 0) {
            throw new IllegalArgumentException("A grid of " + columns + "x" + rows
                    + " patches is not made of squares of " + merge + "x" + merge + ".");
        }
    }

    /** How many patches there are. */
    public int patches() {
        return rows * columns;
    }

    /** How many tokens the patches become. */
    public int tokens() {
        return patches() / (merge * merge);
    }

    /** How many windows there are. */
    public int windows() {
        return ceil(rows, window) * ceil(columns, window);
    }

    /** How many patches a whole window has. */
    public int windowPatches() {
        return window * window;
    }

    private static int ceil(int side, int part) {
        return (side + part - 1) / part;
    }

    /** The number of the patch at a place. */
    public int patch(int row, int column) {
        int square = row / merge * (columns / merge) + column / merge;
        return (square * merge + row % merge) * merge + column % merge;
    }

    /** Row and column of each patch, {@code [patches, 2]}. */
    public float[] places() {
        float[] out = new float[2 * patches()];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int patch = patch(row, column);
                out[2 * patch] = row;
                out[2 * patch + 1] = column;
            }
        }
        return out;
    }

    /** Which slot of the windows each patch is in, {@code [patches]}. */
    public int[] slots() {
        int[] out = new int[patches()];
        int across = ceil(columns, window);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int at = row / window * across + column / window;
                out[patch(row, column)] = (at * window + row % window) * window + column % window;
            }
        }
        return out;
    }

    /** Which patch is in each slot, {@code [windows, patches of a window]}; the first one where there is none. */
    public int[] filling() {
        int[] out = new int[windows() * windowPatches()];
        int[] slots = slots();
        for (int patch = 0; patch < slots.length; patch++) {
            out[slots[patch]] = patch;
        }
        return out;
    }

    /** 1 for each slot without a patch, 0 for the others, {@code [windows, patches of a window]}. */
    public float[] empty() {
        float[] out = new float[windows() * windowPatches()];
        Arrays.fill(out, 1);
        for (int slot : slots()) {
            out[slot] = 0;
        }
        return out;
    }
}
