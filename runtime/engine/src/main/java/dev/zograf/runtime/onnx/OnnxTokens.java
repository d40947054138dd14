package dev.zograf.runtime.onnx;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** What operators on tokens become: for {@link OnnxOps}. ONNX counts in 64 bits where the tensor graph does in 32. */
final class OnnxTokens {

    private OnnxTokens() {}

    static void argMax(Tensor t, OnnxEmitter to) {
        narrow(t, to, to.op("ArgMax", List.of(in(t, to, 0)), Map.of("axis", -1, "keepdims", 0)));
    }

    /** All of them as the greatest or the least; of equal ones ONNX puts the first first. */
    static void argSort(Tensor t, OnnxEmitter to) {
        String count = to.dims().value(t.dim(-1));
        int largest = t.attribute("descending", Boolean.class) ? 1 : 0;
        narrow(
                t,
                to,
                to.second("TopK", List.of(in(t, to, 0), count), Map.of("axis", -1, "largest", largest, "sorted", 1)));
    }

    static void take(Tensor t, OnnxEmitter to) {
        String column = to.op("Unsqueeze", List.of(wide(t, to), to.longs(2)), Map.of());
        to.node("", "GatherND", List.of(in(t, to, 0), column), to.name(t), Map.of("batch_dims", 1));
    }

    static void add(Tensor t, OnnxEmitter to) {
        String column = to.op("Unsqueeze", List.of(wide(t, to), to.longs(2)), Map.of());
        String all = to.op("Expand", List.of(column, to.op("Shape", List.of(in(t, to, 2)), Map.of())), Map.of());
        to.node(
                "",
                "ScatterElements",
                List.of(in(t, to, 0), all, in(t, to, 2)),
                to.name(t),
                Map.of("axis", 1, "reduction", "add"));
    }

    private static String wide(Tensor t, OnnxEmitter to) {
        return to.op("Cast", List.of(in(t, to, 1)), Map.of("to", OnnxType.of(DType.I64)));
    }

    private static void narrow(Tensor t, OnnxEmitter to, String numbers) {
        to.node("", "Cast", List.of(numbers), to.name(t), Map.of("to", OnnxType.of(t.dtype())));
    }

    private static String in(Tensor t, OnnxEmitter to, int index) {
        return to.name(t.inputs().get(index));
    }
}
