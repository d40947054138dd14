package dev.zograf.runtime.onednn;

import dev.zograf.runtime.network.UnsupportedNetworkException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.EnumSet;
import java.util.Set;

/** What of the tensor graph this backend computes. */
final class Supported {

    private static final Set<Op> OTHERS = EnumSet.of(
            Op.POSITIONS,
            Op.SOFTMAX,
            Op.MAX,
            Op.MATMUL,
            Op.LINEAR,
            Op.CONV,
            Op.MAX_POOL,
            Op.GROUP_NORM,
            Op.LAYER_NORM,
            Op.RMS_NORM,
            Op.ATTENTION,
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
            Op.EMBEDDING,
            Op.TAKE_TOKEN);

    private static final Set<Op> ELEMENTWISE = Op.elementwise();

    private Supported() {}

    /** @throws UnsupportedNetworkException if the graph has something else */
    static void check(TensorGraph graph) {
        for (Tensor tensor : graph.needed()) {
            Op op = tensor.op();
            if (!op.isLeaf() && !ELEMENTWISE.contains(op) && !OTHERS.contains(op)) {
                throw new UnsupportedNetworkException("it does not compute the operator " + op);
            }
            boolean numbers = tensor.dtype() == DType.F32 || op == Op.INPUT && tensor.dtype() == DType.I32;
            if (!numbers) {
                throw new UnsupportedNetworkException("it does not compute with values of the type " + tensor.dtype());
            }
        }
    }
}
