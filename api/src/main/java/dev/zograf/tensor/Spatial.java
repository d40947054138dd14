package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators on feature maps that move numbers about: between space and channels, along an axis, positions. */
public final class Spatial {

    private Spatial() {}

    /** {@link Op#PIXEL_UNSHUFFLE}: {@code [batch, channels, h, w]} to {@code [batch, channels * factor * factor, h/factor, w/factor]}. */
    public static Tensor pixelUnshuffle(Tensor x, int factor) {
        Map<String, Object> attributes = Map.of("factor", factor);
        if (!x.shape().isKnown()) {
            return x.make(Op.PIXEL_UNSHUFFLE, List.of(), attributes, Shape.unknown());
        }
        Shape shape = Shape.of(List.of(
                x.dim(0),
                x.dim(1).times((long) factor * factor),
                x.dim(2).over(factor),
                x.dim(3).over(factor)));
        return x.make(Op.PIXEL_UNSHUFFLE, List.of(), attributes, shape);
    }

    /** {@link Op#ROLL}: the numbers moved by {@code shift} places along an axis, towards the end if that is positive, in a circle. */
    public static Tensor roll(Tensor x, int axis, int shift) {
        return x.unary(Op.ROLL, Map.of("axis", axis, "shift", shift));
    }

    /** {@link Op#CROP_LIKE}: the first entries along an axis, as many as {@code like} has along it. */
    public static Tensor startLike(Tensor x, int axis, Tensor like) {
        return cropLike(x, axis, like, "start");
    }

    /** {@link Op#CROP_LIKE}: the entries in the middle of an axis, as many as {@code like} has along it. */
    public static Tensor middleLike(Tensor x, int axis, Tensor like) {
        return cropLike(x, axis, like, "middle");
    }

    /** {@link Op#CROP_LIKE}: the last entries along an axis, as many as {@code like} has along it. */
    public static Tensor endLike(Tensor x, int axis, Tensor like) {
        return cropLike(x, axis, like, "end");
    }

    private static Tensor cropLike(Tensor x, int axis, Tensor like, String from) {
        Map<String, Object> attributes = Map.of("axis", axis, "from", from);
        if (!x.shape().isKnown() || !like.shape().isKnown()) {
            return x.make(Op.CROP_LIKE, List.of(like), attributes, Shape.unknown());
        }
        List<Dim> dims = new ArrayList<>(x.shape().dims());
        dims.set(axis, like.dim(axis));
        return x.make(Op.CROP_LIKE, List.of(like), attributes, Shape.of(dims));
    }

    /** {@link Op#POSITIONS}: 0, 1, 2 … as many as {@code x} has entries along the axis, of the shape {@code [entries]}. */
    public static Tensor positions(Tensor x, int axis) {
        Shape shape = x.shape().isKnown() ? Shape.of(List.of(x.dim(axis))) : Shape.unknown();
        return x.make(Op.POSITIONS, List.of(), Map.of("axis", axis), shape);
    }
}
