package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators on sequences that choose, sort and add up entries by number. Numbers of entries are I32. */
public final class Tokens {

    private Tokens() {}

    /** {@link Op#ARG_MAX}: {@code [..., n]} to {@code [...]}. */
    public static Tensor argMax(Tensor x) {
        Shape shape = x.shape().isKnown()
                ? Shape.of(x.shape().dims().subList(0, x.shape().rank() - 1))
                : Shape.unknown();
        return x.graph().add(Op.ARG_MAX, List.of(x), Map.of(), shape, DType.I32);
    }

    /** {@link Op#ARG_SORT}: {@code [..., n]} to the same shape. */
    public static Tensor argSort(Tensor x, boolean descending) {
        return x.graph().add(Op.ARG_SORT, List.of(x), Map.of("descending", descending), x.shape(), DType.I32);
    }

    /** {@link Op#GATHER}: indices {@code [2, 3]} along axis 1 of {@code [a, b, c]} give {@code [a, 2, 3, c]}. */
    public static Tensor gather(Tensor x, int axis, Tensor indices) {
        Map<String, Object> attributes = Map.of("axis", axis);
        if (!x.shape().isKnown() || !indices.shape().isKnown()) {
            return x.make(Op.GATHER, List.of(indices), attributes, Shape.unknown());
        }
        List<Dim> dims = new ArrayList<>(x.shape().dims());
        dims.remove(axis);
        dims.addAll(axis, indices.shape().dims());
        return x.make(Op.GATHER, List.of(indices), attributes, Shape.of(dims));
    }

    /** {@link Op#TAKE_TOKENS}. */
    public static Tensor take(Tensor x, Tensor positions) {
        if (!x.shape().isKnown() || !positions.shape().isKnown()) {
            return x.make(Op.TAKE_TOKENS, List.of(positions), Map.of(), Shape.unknown());
        }
        requireBatch(x, positions);
        List<Dim> dims = new ArrayList<>(x.shape().dims());
        dims.set(1, positions.dim(1));
        return x.make(Op.TAKE_TOKENS, List.of(positions), Map.of(), Shape.of(dims));
    }

    /** {@link Op#ADD_TOKENS}. */
    public static Tensor add(Tensor x, Tensor positions, Tensor rows) {
        if (x.shape().isKnown() && positions.shape().isKnown() && rows.shape().isKnown()) {
            requireBatch(x, positions);
            if (!rows.shape().equals(Shape.of(List.of(x.dim(0), positions.dim(1), x.dim(2))))) {
                throw new IllegalArgumentException("The rows " + rows.shape() + " do not go with the positions "
                        + positions.shape() + " and the tokens " + x.shape() + ".");
            }
        }
        return x.make(Op.ADD_TOKENS, List.of(positions, rows), Map.of(), x.shape());
    }

    private static void requireBatch(Tensor x, Tensor positions) {
        if (positions.shape().rank() != 2 || !positions.dim(0).equals(x.dim(0))) {
            throw new IllegalArgumentException(
                    "The positions " + positions.shape() + " do not go with the tokens " + x.shape() + ".");
        }
    }
}
