package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/** Collects the steps of a plan: copies between layouts and types, and arithmetic number by number. */
final class Builder {

    private final List<Step> steps = new ArrayList<>();
    private final Map<Value, Map<Kind, Value>> converted = new IdentityHashMap<>();

    List<Step> steps() {
        return steps;
    }

    void add(Step step) {
        steps.add(step);
    }

    void host(Consumer<List<Pointer>> work, Value... values) {
        steps.add(new Step.Host(List.of(values), work));
    }

    /** The same numbers in the usual layout and that type. */
    Value usual(Value value, Kind kind) {
        return value.kind() == kind && value.isUsual() ? value : convert(value, kind);
    }

    /** The same numbers row by row and in that type. */
    Value rows(Value value, Kind kind) {
        if (value.kind() == kind && value.isRows()) {
            return value;
        }
        return copy(value, Value.ofRows(kind, value.dims()));
    }

    private Value convert(Value value, Kind kind) {
        return converted
                .computeIfAbsent(value, key -> new EnumMap<>(Kind.class))
                .computeIfAbsent(kind, key -> copy(value, Value.of(kind, value.dims())));
    }

    /** Copies the numbers to where {@code to} says, which has the same sizes; gives {@code to}. */
    Value copy(Value from, Value to) {
        reorder.primitive_desc desc =
                new reorder.primitive_desc(OneDnn.engine(), from.desc(), OneDnn.engine(), to.desc());
        steps.add(Step.Call.of(new reorder(desc)).with(DNNL_ARG_FROM, from).with(DNNL_ARG_TO, to));
        return to;
    }

    /** The value in other sizes, in row-major order; copied only if it must be. */
    Value reshape(Value value, long... dims) {
        return Reshape.view(value, dims)
                .orElseGet(() -> Reshape.view(rows(value, value.kind()), dims).orElseThrow());
    }

    /** An activation; the result has the type of its input. */
    Value activation(Activations.Activation what, Value value) {
        Value in = value.isUsual() || value.isRows() ? value : usual(value, value.kind());
        Value out = Value.of(in.kind(), in.dims(), in.strides());
        eltwise_forward.primitive_desc desc = new eltwise_forward.primitive_desc(
                OneDnn.engine(), OneDnn.INFERENCE, what.kind(), in.desc(), out.desc(), what.alpha(), what.beta());
        steps.add(Step.Call.of(new eltwise_forward(desc)).with(DNNL_ARG_SRC, in).with(DNNL_ARG_DST, out));
        return out;
    }

    /** Arithmetic that broadcasts as NumPy does. */
    Value arithmetic(algorithm kind, Value a, Value b, Kind type) {
        int rank = Math.max(a.rank(), b.rank());
        Value left = padded(a, rank);
        Value right = padded(b, rank);
        long[] dims = new long[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = left.dims()[i] == 1 ? right.dims()[i] : left.dims()[i];
        }
        if (!Arrays.equals(left.dims(), dims)) {
            return swapped(kind, left, right, dims, type);
        }
        Value first = left.isUsual() || left.isRows() ? left : usual(left, left.kind());
        Value second = right;
        if (Arrays.equals(right.dims(), dims) && !right.lies(first.strides())) {
            second = copy(right, Value.of(right.kind(), dims, first.strides()));
        }
        Value out = Value.of(type, dims, first.strides());
        if (dims[0] > 1 && second.dims()[0] == dims[0] && !Arrays.equals(second.dims(), dims)) {
            // A row for each entry of the batch: one by one, because the library is fast for one row for all.
            for (int i = 0; i < dims[0]; i++) {
                emit(kind, first.slice(0, i, i + 1), second.slice(0, i, i + 1), out.slice(0, i, i + 1));
            }
        } else {
            emit(kind, first, second, out);
        }
        return out;
    }

    private void emit(algorithm kind, Value a, Value b, Value out) {
        binary.primitive_desc desc = new binary.primitive_desc(OneDnn.engine(), kind, a.desc(), b.desc(), out.desc());
        steps.add(Step.Call.of(new binary(desc))
                .with(DNNL_ARG_SRC_0, a)
                .with(DNNL_ARG_SRC_1, b)
                .with(DNNL_ARG_DST, out));
    }

    /** The first operand is the smaller one. */
    private Value swapped(algorithm kind, Value a, Value b, long[] dims, Kind type) {
        if (!Arrays.equals(b.dims(), dims)) {
            return arithmetic(kind, new HostWork(this).expand(a, dims), b, type);
        }
        return switch (kind) {
            case binary_add, binary_mul -> arithmetic(kind, b, a, type);
            case binary_sub ->
                arithmetic(
                        algorithm.binary_add,
                        activation(new Activations.Activation(algorithm.eltwise_linear, -1, 0), b),
                        a,
                        type);
            case binary_div ->
                arithmetic(
                        algorithm.binary_mul,
                        activation(new Activations.Activation(algorithm.eltwise_pow, 1, -1), b),
                        a,
                        type);
            default -> throw new IllegalArgumentException(kind.toString());
        };
    }

    private static Value padded(Value value, int rank) {
        int more = rank - value.rank();
        if (more == 0) {
            return value;
        }
        long[] dims = new long[rank];
        long[] strides = new long[rank];
        Arrays.fill(dims, 0, more, 1);
        Arrays.fill(strides, 0, more, Math.max(1, value.size()));
        System.arraycopy(value.dims(), 0, dims, more, value.rank());
        System.arraycopy(value.strides(), 0, strides, more, value.rank());
        return value.as(dims, strides);
    }
}
