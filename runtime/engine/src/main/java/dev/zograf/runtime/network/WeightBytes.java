package dev.zograf.runtime.network;

import dev.zograf.api.model.Precision;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import java.util.HashSet;
import java.util.Set;

/**
 * What the weights of a network take when it is loaded, by its graph.
 *
 * @param bytes all of them
 * @param mapped how much of that is mapped from files, which the system can take back
 * @param small whether they stay as they are stored although nobody asked for that
 */
record WeightBytes(long bytes, long mapped, boolean small) {

    /** What a weight takes as it is stored. */
    static long stored(Weight weight) {
        return weight.size() * weight.dtype().bytes();
    }

    static WeightBytes of(TensorGraph graph, Precision precision, NetworkOptions options) {
        Set<Tensor> kernels = CastKernels.of(graph.needed());
        Set<Tensor> multiplied = new HashSet<>();
        Set<Tensor> tables = new HashSet<>();
        for (Tensor tensor : graph.needed()) {
            if (tensor.op() == Op.LINEAR || tensor.op() == Op.MATMUL) {
                multiplied.addAll(tensor.inputs());
            } else if (tensor.op() == Op.EMBEDDING) {
                tables.add(tensor.inputs().get(0));
            }
        }
        long numbers = 0;
        long stored = 0;
        long inFiles = 0;
        long asTheyAre = 0;
        long rows = 0;
        for (Tensor tensor : graph.needed()) {
            if (tensor.op() == Op.WEIGHT) {
                Weight weight = tensor.attribute("weight", Weight.class);
                long size = stored(weight);
                if (tables.contains(tensor) && weight.dtype().bytes() < Float.BYTES) {
                    // Only the rows that are taken become floats.
                    rows += size;
                } else {
                    numbers += weight.size();
                }
                stored += size;
                if (weight.storage() instanceof WeightStorage.InFile) {
                    inFiles += size;
                    asTheyAre += kernels.contains(tensor) || weight.dtype() == DType.F32 && !multiplied.contains(tensor)
                            ? size
                            : 0;
                }
            }
        }
        if (precision == Precision.FLOAT16 && options.device().kind() == Device.Kind.CUDA) {
            return new WeightBytes(rows + 2 * numbers, 0, false);
        }
        if (precision == Precision.INT8 || precision == Precision.BFLOAT16) {
            return new WeightBytes(rows + (precision == Precision.INT8 ? numbers : 2 * numbers), 0, false);
        }
        long floats = Float.BYTES * numbers;
        long balanced = precision == Precision.FLOAT32 ? CastKernels.bytes(floats, kernels) : floats;
        return switch (options.optimization()
                .on(options.device(), balanced, options.weightsBound(), graph.isSeldomRun())) {
            case SMALL ->
                new WeightBytes(
                        stored,
                        inFiles,
                        options.optimization() == Optimization.AUTO && balanced > options.weightsBound());
            case FAST -> new WeightBytes(floats + rows, rows, false);
            case AUTO, BALANCED -> new WeightBytes(balanced + rows, asTheyAre + rows, false);
        };
    }
}
