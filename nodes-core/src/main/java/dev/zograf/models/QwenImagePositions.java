package dev.zograf.models;

import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;

/**
 * Where the tokens of Qwen-Image are (Wu et al. 2025, "Qwen-Image Technical Report", section 2.4): squares of a picture at its index, and at rows and columns that are
 * counted from the picture's middle; the text behind all squares on the diagonal, where each token has the same number for all coordinates.
 */
final class QwenImagePositions {

    private static final int COORDINATES = 3;

    private QwenImagePositions() {}

    /**
     * Those of the squares of a picture, row by row. Of an odd number of rows or columns one more lies before the middle.
     *
     * @param squares {@code [batch, channels, rows, columns]}
     * @param index 0 for the picture that is painted, others for those that are looked at
     * @return {@code [1, rows * columns, 3]}
     */
    static Tensor grid(Tensor squares, int index) {
        TensorGraph graph = squares.graph();
        Tensor start = graph.constant(new float[] {index, 0, 0}, 1, 1, COORDINATES)
                .minus(half(squares, 2).times(graph.constant(new float[] {0, 1, 0}, 1, 1, COORDINATES)))
                .minus(half(squares, 3).times(graph.constant(new float[] {0, 0, 1}, 1, 1, COORDINATES)));
        return FluxRotary.grid(squares, start);
    }

    /** Half the entries along an axis, rounded up, {@code [1, 1, 1]}. */
    private static Tensor half(Tensor squares, int axis) {
        Tensor at = Spatial.positions(squares, axis);
        Tensor last = at.max();
        // The distance to the nearer end is nowhere larger than half the way, rounded down.
        Tensor nearer = at.minus(at.times(2).minus(last).relu());
        return nearer.max().plus(1).reshape(1, 1, 1);
    }

    /**
     * Those of a text's tokens.
     *
     * @param text {@code [batch, tokens, width]}
     * @param squares where those of all pictures are, {@code [1, n, 3]}
     * @return {@code [1, tokens, 3]}
     */
    static Tensor text(Tensor text, Tensor squares) {
        Tensor start = squares.slice(2, 1, COORDINATES)
                .reshape(1, 1, squares.dim(1).times(COORDINATES - 1))
                .max()
                .plus(1);
        Tensor ones = text.graph().constant(new float[] {1, 1, 1}, 1, 1, COORDINATES);
        return Spatial.positions(text, 1).reshape(1, text.dim(1), 1).plus(start).times(ones);
    }
}
