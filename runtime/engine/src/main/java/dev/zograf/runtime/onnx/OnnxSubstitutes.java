package dev.zograf.runtime.onnx;

import dev.zograf.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What stands in version 22 of ONNX's operators for those of it that ONNX Runtime 1.29 computes on the processor alone, so that a network in
 * bfloat16 stays on its device: for {@link OnnxOps}.
 */
final class OnnxSubstitutes {

    private OnnxSubstitutes() {}

    /** {@code (x - mean) / sqrt(variance + eps)} over the last axis, as instance normalisation has it: Ulyanov et al. 2016. */
    static String normal(String x, double eps, OnnxEmitter to) {
        String last = to.longs(-1);
        String mean = to.op("ReduceMean", List.of(x, last), Map.of());
        String centred = to.op("Sub", List.of(x, mean), Map.of());
        String square = to.op("Mul", List.of(centred, centred), Map.of());
        String variance = to.op("ReduceMean", List.of(square, last), Map.of());
        String bounded = to.op("Add", List.of(variance, to.floats(new float[] {(float) eps})), Map.of());
        return to.op("Div", List.of(centred, to.op("Sqrt", List.of(bounded), Map.of())), Map.of());
    }

    /** The greatest of the pictures that have one pixel of each square; rows and columns that fill no square are left out. */
    static void maxPool(Tensor t, int size, OnnxEmitter to) {
        Tensor x = t.inputs().get(0);
        int across = x.shape().rank() - 1;
        String step = to.longs(size);
        String bottom = end(to.name(x), across - 1, step, to);
        String right = end(to.name(x), across, step, to);
        List<String> pixels = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String rows =
                    to.op("Slice", List.of(to.name(x), to.longs(i), bottom, to.longs(across - 1), step), Map.of());
            for (int j = 0; j < size; j++) {
                pixels.add(to.op("Slice", List.of(rows, to.longs(j), right, to.longs(across), step), Map.of()));
            }
        }
        to.node("", "Max", pixels, to.name(t), Map.of());
    }

    private static String end(String x, int axis, String step, OnnxEmitter to) {
        String whole = to.op("Shape", List.of(x), Map.of("start", axis, "end", axis + 1));
        return to.op("Mul", List.of(to.op("Div", List.of(whole, step), Map.of()), step), Map.of());
    }
}
