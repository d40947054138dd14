package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.embedding;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.projection;

import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attention within the windows of a feature map (Liu et al. 2021, section 3.2), with a learned bias for each distance. Where the map is
 * shifted, what came around from the other side of the map is not seen by the rest of its window.
 */
final class SwinWindows {

    private static final double UNSEEN = -100;

    private final int window;
    private final TensorGraph graph;
    private final Dim rows;
    private final Dim columns;
    private final Map<Integer, Tensor> masks = new HashMap<>();

    /** @param map {@code [1, width, h, w]} whose sides are multiples of the window */
    SwinWindows(int window, Tensor map) {
        this.window = window;
        this.graph = map.graph();
        this.rows = map.shape().isKnown() ? map.dim(2).over(window) : Dim.symbol("rows");
        this.columns = map.shape().isKnown() ? map.dim(3).over(window) : Dim.symbol("columns");
    }

    /** {@code [1, width, h, w]} to {@code [1, h, w, width]}. */
    Tensor pixels(Tensor map) {
        return map.permute(0, 2, 3, 1);
    }

    /** {@code [1, h, w, width]} to {@code [1, width, h, w]}. */
    Tensor map(Tensor pixels) {
        return pixels.permute(0, 3, 1, 2);
    }

    /**
     * What attention makes of {@code [1, h, w, width]}.
     *
     * @param shift by how many pixels the windows are moved
     */
    Tensor attend(Tensor x, Weights w, int shift) {
        Tensor cut = cut(shifted(x, -shift));
        List<Tensor> qkv = projection(cut, w.at("qkv")).chunk(2, 3);
        Tensor bias = distances(w);
        int heads = bias.shape().isKnown() ? (int) bias.dim(1).fixed() : 1;
        if (shift > 0) {
            bias = bias.plus(masks.computeIfAbsent(shift, s -> mask(x, s)));
        }
        Tensor mixed = linear(attention(qkv.get(0), qkv.get(1), qkv.get(2), heads, bias), w.at("proj"));
        return shifted(joined(mixed), shift);
    }

    private static Tensor shifted(Tensor x, int by) {
        return by == 0 ? x : Spatial.roll(Spatial.roll(x, 1, by), 2, by);
    }

    /** {@code [1, h, w, c]} to {@code [windows, pixels of a window, c]}. */
    private Tensor cut(Tensor x) {
        Tensor squares = x.reshape(1, rows, window, columns, window, x.dim(3)).permute(0, 1, 3, 2, 4, 5);
        return squares.reshape(rows.times(columns), window * window, x.dim(3));
    }

    private Tensor joined(Tensor cut) {
        Tensor squares = cut.reshape(1, rows, columns, window, window, cut.dim(2));
        return squares.permute(0, 1, 3, 2, 4, 5).reshape(1, rows.times(window), columns.times(window), cut.dim(2));
    }

    /** The bias {@code [1, heads, n, n]} of each pair of pixels, by how far they are apart in each direction. */
    private Tensor distances(Weights w) {
        int side = 2 * window - 1;
        int n = window * window;
        int[] rowOf = new int[n * n];
        for (int i = 0; i < rowOf.length; i++) {
            int from = i / n;
            int to = i % n;
            int down = from / window - to / window + window - 1;
            int right = from % window - to % window + window - 1;
            rowOf[i] = down * side + right;
        }
        Tensor table = graph.weight(w, "relative_position_bias_table");
        if (!table.shape().isKnown()
                || table.shape().rank() != 2
                || !table.dim(0).equals(Dim.of((long) side * side))) {
            graph.problem(w.fullName("relative_position_bias_table") + " has the shape " + table.shape() + " where ["
                    + side * side + ", heads] is needed");
            return table;
        }
        return embedding(graph.indices(rowOf), table)
                .reshape(n, n, table.dim(1))
                .permute(2, 0, 1)
                .reshape(1, table.dim(1), n, n);
    }

    /** {@code [windows, 1, n, n]}: 0 for pairs that were neighbours before the shift, much below 0 for others. */
    private Tensor mask(Tensor x, int shift) {
        Tensor above = wrapped(x, 1, shift).reshape(1, rows.times(window), 1, 1);
        Tensor left = wrapped(x, 2, shift).reshape(1, 1, columns.times(window), 1);
        Tensor labels = cut(shifted(above.times(2).plus(left), -shift));
        Tensor difference = labels.minus(labels.permute(0, 2, 1));
        int n = window * window;
        return difference.times(difference).clamp(0, 1).times(UNSEEN).reshape(rows.times(columns), 1, n, n);
    }

    /** 1 for the first {@code shift} places along an axis, which the shift brings to the end, 0 for the others. */
    private static Tensor wrapped(Tensor x, int axis, int shift) {
        return Spatial.positions(x, axis).times(-1).plus(shift).clamp(0, 1);
    }
}
