package dev.zograf.runtime.network;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The weights of convolutions that stay in 16 bits and become 32-bit floats in each run, just before they are used. No backend lays them out
 * anew, so that a copy of all of them as floats would only cost memory, and the time to fill it: a run casts them in a hundredth of the time
 * that it computes with them.
 */
public final class CastKernels {

    /** How many bytes as 32-bit floats are worth it; smaller networks may have small pictures, too. */
    private static final long MANY = 64L << 20;

    private CastKernels() {}

    /** Those among the nodes of a network; empty if they are few. */
    public static Set<Tensor> of(Collection<Tensor> nodes) {
        Set<Tensor> kernels = new HashSet<>();
        Set<Tensor> others = new HashSet<>();
        for (Tensor tensor : nodes) {
            for (int i = 0; i < tensor.inputs().size(); i++) {
                boolean kernel = tensor.op() == Op.CONV && i == 1;
                (kernel ? kernels : others).add(tensor.inputs().get(i));
            }
        }
        kernels.removeAll(others);
        kernels.removeIf(tensor -> !isHalf(tensor));
        long bytes = kernels.stream().mapToLong(CastKernels::cast).sum();
        return bytes < MANY ? Set.of() : kernels;
    }

    private static boolean isHalf(Tensor tensor) {
        if (tensor.op() != Op.WEIGHT || tensor.dtype() != DType.F32) {
            return false;
        }
        // Bytes of other types take as long to cast as to compute with.
        DType stored = tensor.attribute("weight", Weight.class).dtype();
        return stored == DType.F16 || stored == DType.BF16;
    }

    /**
     * What a network's weights take if these stay as they are stored.
     *
     * @param floats all its weights as 32-bit floats, in bytes
     */
    public static long bytes(long floats, Set<Tensor> kernels) {
        return floats - kernels.stream().mapToLong(CastKernels::cast).sum() / 2;
    }

    /** How many bytes one of them takes while it is used. */
    static long cast(Tensor kernel) {
        return kernel.attribute("weight", Weight.class).size() * Float.BYTES;
    }
}
