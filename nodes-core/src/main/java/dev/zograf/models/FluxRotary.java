package dev.zograf.models;

import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * Rotary positions (Su et al. 2021, section 3.4.2) over several coordinates: each pair of numbers of a head is turned by an angle, a
 * coordinate of the token times the pair's frequency, so that the product of a query and a key depends on how far apart they are.
 *
 * @param cos of the angles, {@code [batch or 1, tokens, 1, pairs, 1]}
 * @param sin of the angles, of the same shape
 */
record FluxRotary(Tensor cos, Tensor sin) {

    private static final double THETA = 10_000;
    private static final int COORDINATES = 3;

    /** So many bits times a coordinate below 4096 fit a 32-bit float. */
    private static final int COARSE_BITS = 12;

    /**
     * For tokens at these positions.
     *
     * @param positions index, row and column, {@code [batch or 1, tokens, 3]}
     * @param axes how many numbers of a head each of these turns
     */
    static FluxRotary of(Tensor positions, List<Integer> axes) {
        List<Tensor> cos = new ArrayList<>();
        List<Tensor> sin = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            Tensor at = positions.slice(2, i, i + 1);
            // The angles need more digits than a 32-bit float has: they are sums of one that is exact and a small one.
            Tensor coarse = at.times(frequencies(positions.graph(), axes.get(i), true));
            Tensor fine = at.times(frequencies(positions.graph(), axes.get(i), false));
            cos.add(coarse.cos().times(fine.cos()).minus(coarse.sin().times(fine.sin())));
            sin.add(coarse.sin().times(fine.cos()).plus(coarse.cos().times(fine.sin())));
        }
        return new FluxRotary(column(Tensor.concat(2, cos)), column(Tensor.concat(2, sin)));
    }

    private static Tensor frequencies(TensorGraph graph, int width, boolean coarse) {
        float[] out = new float[width / 2];
        for (int i = 0; i < out.length; i++) {
            double frequency = Math.pow(THETA, -2.0 * i / width);
            int shift = COARSE_BITS - 1 - Math.getExponent(frequency);
            double start = Math.scalb(Math.rint(Math.scalb(frequency, shift)), -shift);
            out[i] = (float) (coarse ? start : frequency - start);
        }
        return graph.constant(out, 1, 1, out.length);
    }

    private static Tensor column(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), 1, x.dim(2), 1);
    }

    /**
     * Positions of the squares of a picture, row by row.
     *
     * @param squares {@code [batch, channels, rows, columns]}
     * @param place where the first one is: index, row and column, {@code [batch, 1, 3]}
     * @return {@code [batch, rows * columns, 3]}
     */
    static Tensor grid(Tensor squares, Tensor place) {
        TensorGraph graph = squares.graph();
        Tensor rows = Spatial.positions(squares, 2).reshape(1, squares.dim(2), 1, 1);
        Tensor columns = Spatial.positions(squares, 3).reshape(1, 1, squares.dim(3), 1);
        return rows.times(coordinate(graph, 1))
                .plus(columns.times(coordinate(graph, 2)))
                .reshape(1, squares.dim(2).times(squares.dim(3)), COORDINATES)
                .plus(place);
    }

    private static Tensor coordinate(TensorGraph graph, int which) {
        float[] one = new float[COORDINATES];
        one[which] = 1;
        return graph.constant(one, 1, 1, 1, COORDINATES);
    }

    /** Where a picture begins that is the only one, {@code [batch, 1, 3]}. */
    static Tensor origin(Tensor timestep) {
        return timestep.reshape(timestep.dim(0), 1, 1).times(nowhere(timestep.graph()));
    }

    /** Positions of tokens that have none, such as those of a text, {@code [batch, tokens, 3]}. */
    static Tensor none(Tensor tokens, Tensor timestep) {
        return Spatial.positions(tokens, 1)
                .reshape(1, tokens.dim(1), 1)
                .times(nowhere(tokens.graph()))
                .plus(origin(timestep));
    }

    private static Tensor nowhere(TensorGraph graph) {
        return graph.constant(new float[COORDINATES], 1, 1, COORDINATES);
    }

    /** For these tokens with others behind them. */
    FluxRotary followedBy(FluxRotary others) {
        return new FluxRotary(Tensor.concat(1, List.of(cos, others.cos)), Tensor.concat(1, List.of(sin, others.sin)));
    }

    /** Queries or keys {@code [batch, tokens, heads, width]}, turned. */
    Tensor turn(Tensor x) {
        Tensor pairs = x.reshape(x.dim(0), x.dim(1), x.dim(2), x.dim(3).over(2), 2);
        Tensor real = pairs.slice(4, 0, 1);
        Tensor imaginary = pairs.slice(4, 1, 2);
        Tensor turned = Tensor.concat(
                4,
                List.of(
                        real.times(cos).minus(imaginary.times(sin)),
                        imaginary.times(cos).plus(real.times(sin))));
        return turned.reshape(x.dim(0), x.dim(1), x.dim(2), x.dim(3));
    }
}
