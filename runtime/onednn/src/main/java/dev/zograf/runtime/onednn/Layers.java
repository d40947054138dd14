package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.algorithm;

import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;

/** Convolutions and linear layers, with what is done to their results. */
final class Layers {

    private final Builder builder;
    private final PackedWeights weights;
    private final Quantiser quantiser;
    private final Function<Tensor, Value> values;

    /** @param values the values of weights that are computed or given at run time, and of biases */
    Layers(Builder builder, PackedWeights weights, Function<Tensor, Value> values) {
        this.builder = builder;
        this.weights = weights;
        this.quantiser = new Quantiser(builder);
        this.values = values;
    }

    /**
     * A convolution.
     *
     * @param x its input, {@code [batch, in, h, w]}
     * @param kind the type to compute with
     * @param type the type of the result
     * @param then what is done to the result
     */
    Value conv(Tensor t, Value x, Kind kind, Kind type, Consumer<After> then) {
        Tensor filter = t.inputs().get(1);
        long[] size = size(filter);
        int groups = t.attribute("groups", Integer.class);
        int stride = t.attribute("stride", Integer.class);
        int dilation = t.attribute("dilation", Integer.class);
        int[] pads = t.attribute("pads", int[].class);
        long[] logical = groups == 1 ? size : new long[] {groups, size[0] / groups, size[1], size[2], size[3]};
        Optional<Quantiser.Whole> whole = kind == Kind.S8 ? Optional.of(quantiser.map(x)) : Optional.empty();
        Value in = whole.map(Quantiser.Whole::numbers).orElseGet(() -> builder.usual(x, kind));
        Value out = Value.of(
                type,
                in.dim(0),
                size[0],
                convolved(in.dim(2), size[2], stride, pads[0] + pads[2], dilation),
                convolved(in.dim(3), size[3], stride, pads[1] + pads[3], dilation));
        After after = new After();
        then.accept(after);
        primitive_attr attributes = after.attributes();
        if (whole.isPresent()) {
            attributes.set_scales_mask(DNNL_ARG_SRC, 0);
            attributes.set_scales_mask(DNNL_ARG_WEIGHTS, 1);
        }
        Optional<Value> bias = bias(t);
        convolution_forward.primitive_desc desc = new convolution_forward.primitive_desc(
                OneDnn.engine(),
                OneDnn.INFERENCE,
                OneDnn.DIRECT,
                in.desc(),
                OneDnn.any(logical, kind),
                bias.map(Value::desc).orElseGet(memory.desc::new),
                out.desc(),
                new long[] {stride, stride},
                new long[] {dilation - 1L, dilation - 1L},
                new long[] {pads[0], pads[1]},
                new long[] {pads[2], pads[3]},
                attributes,
                false);
        Step.Call call = Step.Call.of(new convolution_forward(desc))
                .with(DNNL_ARG_SRC, in)
                .with(DNNL_ARG_DST, out);
        bias.ifPresent(each -> call.with(DNNL_ARG_BIAS, each));
        if (whole.isPresent()) {
            call.with(DNNL_ARG_ATTR_SCALES | DNNL_ARG_SRC, whole.get().scale());
            whole(call, weights.whole(filter, logical, Value.rows(logical), 0, desc.weights_desc()));
        } else {
            weights(call, filter, logical, Value.rows(logical), 0, desc.weights_desc(), kind);
        }
        builder.add(after.into(call));
        return out;
    }

    /**
     * A linear layer over rows.
     *
     * @param x {@code [rows, in]}
     * @param from the first output that is wanted
     * @param to the end of the outputs that are wanted
     */
    Value linear(Tensor t, Value x, Kind kind, Kind type, long from, long to, Consumer<After> then) {
        long in = x.dim(1);
        long[] logical = {in, to - from};
        long[] strides = {1, in};
        Optional<Value> bias =
                bias(t).map(all -> all.slice(0, from, to).as(new long[] {1, to - from}, new long[] {to - from, 1}));
        if (kind == Kind.S8) {
            return whole(t, x, type, logical, strides, from * in, bias, then);
        }
        Value rows = builder.rows(x, kind);
        Value out = Value.of(type, x.dim(0), to - from);
        After after = new After();
        then.accept(after);
        matmul.primitive_desc desc = new matmul.primitive_desc(
                OneDnn.engine(),
                rows.desc(),
                OneDnn.any(logical, kind),
                bias.map(Value::desc).orElseGet(memory.desc::new),
                out.desc(),
                after.attributes(),
                false);
        Step.Call call = Step.Call.of(new matmul(desc)).with(DNNL_ARG_SRC, rows).with(DNNL_ARG_DST, out);
        bias.ifPresent(each -> call.with(DNNL_ARG_BIAS, each));
        weights(call, t.inputs().get(1), logical, strides, from * in, desc.weights_desc(), kind);
        builder.add(after.into(call));
        return out;
    }

    /** The product of whole numbers, and in a second pass the scale of each row, because the library is slow with both at once. */
    private Value whole(
            Tensor t,
            Value x,
            Kind type,
            long[] logical,
            long[] strides,
            long first,
            Optional<Value> bias,
            Consumer<After> then) {
        Quantiser.Whole rows = quantiser.rows(x);
        Value product = Value.of(Kind.BF16, x.dim(0), logical[1]);
        primitive_attr attributes = new primitive_attr();
        attributes.set_scales_mask(DNNL_ARG_WEIGHTS, 2);
        matmul.primitive_desc desc = new matmul.primitive_desc(
                OneDnn.engine(),
                rows.numbers().desc(),
                OneDnn.any(logical, Kind.S8),
                product.desc(),
                attributes,
                false);
        Step.Call call = Step.Call.of(new matmul(desc))
                .with(DNNL_ARG_SRC, rows.numbers())
                .with(DNNL_ARG_DST, product);
        whole(call, weights.whole(t.inputs().get(1), logical, strides, first, desc.weights_desc()));
        builder.add(call);
        After after = new After();
        bias.ifPresent(each -> after.arithmetic(algorithm.binary_add, each));
        then.accept(after);
        Value out = Value.of(type, x.dim(0), logical[1]);
        binary.primitive_desc scaled = new binary.primitive_desc(
                OneDnn.engine(),
                algorithm.binary_mul,
                product.desc(),
                rows.scale().desc(),
                out.desc(),
                after.attributes(),
                false);
        builder.add(after.into(Step.Call.of(new binary(scaled))
                .with(DNNL_ARG_SRC_0, product)
                .with(DNNL_ARG_SRC_1, rows.scale())
                .with(DNNL_ARG_DST, out)));
        return out;
    }

    private static void whole(Step.Call call, WholeWeights weights) {
        call.with(DNNL_ARG_WEIGHTS, weights.numbers()).with(DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS, weights.scales());
    }

    private Optional<Value> bias(Tensor t) {
        return t.inputs().size() > 2
                ? Optional.of(builder.rows(values.apply(t.inputs().get(2)), Kind.F32))
                : Optional.empty();
    }

    private long[] size(Tensor tensor) {
        return tensor.shape().isFixed()
                ? tensor.shape().dims().stream().mapToLong(dim -> dim.fixed()).toArray()
                : values.apply(tensor).dims();
    }

    /** Packed once if they are of the checkpoint, else at each run. */
    private void weights(
            Step.Call call, Tensor tensor, long[] dims, long[] strides, long first, memory.desc layout, Kind kind) {
        if (tensor.op() == Op.WEIGHT) {
            call.with(DNNL_ARG_WEIGHTS, weights.packed(tensor, dims, strides, first, layout, kind));
            return;
        }
        Value given = values.apply(tensor);
        Value rows = builder.rows(given, given.kind());
        Value from = new Value(rows.kind(), dims, strides, rows.offset() + first, rows.slot());
        Packed to = new Packed(layout, Slot.ofArena(layout.get_size()));
        reorder.primitive_desc desc = new reorder.primitive_desc(OneDnn.engine(), from.desc(), OneDnn.engine(), layout);
        builder.add(Step.Call.of(new reorder(desc)).with(DNNL_ARG_FROM, from).with(DNNL_ARG_TO, to));
        call.with(DNNL_ARG_WEIGHTS, to);
    }

    private static long convolved(long size, long kernel, long stride, long padding, long dilation) {
        return (size + padding - dilation * (kernel - 1) - 1) / stride + 1;
    }
}
