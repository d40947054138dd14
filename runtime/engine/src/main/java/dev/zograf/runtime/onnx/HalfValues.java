package dev.zograf.runtime.onnx;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which values of a network are 16-bit floats. Large layers make some of what they are given, and what follows them stays so until an
 * operator needs 32 bits: for its range (squares, exponentials), for its steps (the waves of a timestep and the layers over them,
 * explicit products of matrices, from which scores and norms are made) or because a picture shows it (convolutions with few channels,
 * which are the first and the last).
 */
final class HalfValues {

    /** Convolutions with fewer channels on one side cost little and decide much. */
    private static final long FEW = 16;

    /** Of their results none is one of 16 bits. */
    private static final Set<Op> WIDE = EnumSet.of(
            Op.INPUT,
            Op.WEIGHT,
            Op.CONSTANT,
            Op.POSITIONS,
            Op.EXP,
            Op.SQRT,
            Op.SIN,
            Op.COS,
            Op.SOFTMAX,
            Op.ARG_MAX,
            Op.ARG_SORT,
            Op.MATMUL,
            Op.EMBEDDING);

    /** They make the same numbers of the same numbers, in other places. */
    private static final Set<Op> MOVES = EnumSet.of(
            Op.RELU,
            Op.MAX,
            Op.MAX_POOL,
            Op.RESHAPE,
            Op.PERMUTE,
            Op.CONCAT,
            Op.SLICE,
            Op.UPSAMPLE,
            Op.RESIZE_LIKE,
            Op.PIXEL_SHUFFLE,
            Op.PIXEL_UNSHUFFLE,
            Op.CROP_LIKE,
            Op.ROLL,
            Op.GATHER,
            Op.TAKE_TOKENS,
            Op.TAKE_TOKEN);

    /** Without kernels for bfloat16 on CUDA in ONNX Runtime 1.29: they compute in 32 bits what is rounded then. */
    private static final Set<Op> WITHOUT_BFLOAT16 = EnumSet.of(
            Op.LEAKY_RELU,
            Op.PRELU,
            Op.CLAMP,
            Op.MAX,
            Op.UPSAMPLE,
            Op.RESIZE_LIKE,
            Op.PIXEL_SHUFFLE,
            Op.PIXEL_UNSHUFFLE);

    private final BitSet half = new BitSet();
    private final Set<Op> without;

    private HalfValues(Set<Op> without) {
        this.without = without;
    }

    /** Of tensors in an order in which inputs come first. */
    static HalfValues of(List<Tensor> tensors, OnnxNumbers numbers) {
        HalfValues made = new HalfValues(numbers == OnnxNumbers.BFLOAT16 ? WITHOUT_BFLOAT16 : Set.of());
        if (numbers.isExact()) {
            return made;
        }
        for (Tensor tensor : tensors) {
            made.half.set(tensor.id(), tensor.dtype() == DType.F32 && made.becomes(tensor));
        }
        return made;
    }

    private boolean becomes(Tensor tensor) {
        if (WIDE.contains(tensor.op())) {
            return false;
        }
        Tensor first = tensor.inputs().get(0);
        return switch (tensor.op()) {
            case ATTENTION -> true;
            case CONV -> many(first.dim(1)) && many(tensor.dim(1));
            // Rows without a second axis are what a timestep or a whole text became.
            case LINEAR -> half.get(first.id()) || first.shape().rank() > 2;
            case MULTIPLY -> !tensor.inputs().get(1).equals(first) && any(tensor);
            default -> any(tensor);
        };
    }

    private static boolean many(Dim channels) {
        return !channels.isFixed() || channels.fixed() >= FEW;
    }

    private boolean any(Tensor tensor) {
        return tensor.inputs().stream().anyMatch(this::contains);
    }

    /** Whether a value has 16 bits. */
    boolean contains(Tensor tensor) {
        return half.get(tensor.id());
    }

    /** Whether the operator that makes a value takes 16 bits; statistics of group norms and sums of tokens need 32, and are rounded then. */
    boolean takes(Tensor tensor) {
        return contains(tensor)
                && tensor.op() != Op.GROUP_NORM
                && tensor.op() != Op.ADD_TOKENS
                && !without.contains(tensor.op());
    }

    /** Whether a value has numbers that have 16 bits already, since they were only moved. */
    boolean isMoved(Tensor tensor) {
        return MOVES.contains(tensor.op())
                && tensor.inputs().stream()
                        .allMatch(each -> contains(each) || !each.dtype().isFloat());
    }
}
