package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.zograf.api.model.Precision;
import dev.zograf.runtime.network.UnsupportedNetworkException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.prelu_forward;
import org.bytedeco.dnnl.softmax_forward;

/** Turns a graph into steps for inputs of known sizes: what each operator becomes. To add an operator, add a case. */
final class Lowering {

    private static final long NARROW = 16;
    private static final long WORTHWHILE = 64;

    private final Fusion fusion;
    private final Kind compute;
    private final boolean whole;
    private final PackedWeights weights;
    private final Builder builder = new Builder();
    private final Layers layers;
    private final Norms norms;
    private final Attention attention;
    private final Moves moves;
    private final HostWork host;
    private final Map<Value, Value> flattened = new IdentityHashMap<>();
    private final Map<Integer, Value> values = new HashMap<>();
    private final Map<String, Long> symbols = new HashMap<>();
    private final Map<String, Value> inputs = new LinkedHashMap<>();
    private final Map<String, Value> outputs = new LinkedHashMap<>();

    Lowering(TensorGraph graph, Fusion fusion, Precision precision, PackedWeights weights, Map<String, long[]> sizes) {
        this.fusion = fusion;
        this.compute = precision == Precision.FLOAT32 ? Kind.F32 : Kind.BF16;
        this.whole = precision == Precision.INT8;
        this.weights = weights;
        this.layers = new Layers(builder, weights, this::value);
        this.norms = new Norms(builder);
        this.attention = new Attention(builder);
        this.moves = new Moves(builder);
        this.host = new HostWork(builder);
        graph.inputs().forEach((name, tensor) -> {
            long[] dims = Objects.requireNonNull(sizes.get(name));
            Kind kind = tensor.dtype() == DType.I32 ? Kind.S32 : Kind.F32;
            Value value = Value.ofRows(kind, dims);
            inputs.put(name, value);
            set(tensor, value);
        });
        for (Tensor tensor : graph.nodes()) {
            if (fusion.makes(tensor) && tensor.op() != Op.INPUT) {
                Optional<Fusion.Chain> chain = fusion.endingWith(tensor);
                if (chain.isPresent()) {
                    set(tensor, chain(chain.get()));
                } else if (tensor.op() != Op.WEIGHT) {
                    set(tensor, lower(tensor));
                }
            }
        }
        graph.outputs().forEach((name, tensor) -> outputs.put(name, builder.rows(value(tensor), Kind.F32)));
    }

    List<Step> steps() {
        return builder.steps();
    }

    Map<String, Value> inputs() {
        return inputs;
    }

    Map<String, Value> outputs() {
        return outputs;
    }

    /** What is small and decides much, such as the embedded timestep, stays in full precision. */
    private Kind type(Tensor tensor) {
        return tensor.shape().rank() <= 2 ? Kind.F32 : compute;
    }

    private Value value(Tensor tensor) {
        Value known = values.get(tensor.id());
        if (known != null) {
            return known;
        }
        if (tensor.op() == Op.WEIGHT) {
            return weights.plain(tensor);
        }
        throw new IllegalStateException(tensor + " is used before it is made.");
    }

    private void set(Tensor tensor, Value value) {
        values.put(tensor.id(), value);
        for (int i = 0; i < value.rank(); i++) {
            Dim dim = tensor.shape().dim(i);
            if (dim.symbols().size() == 1) {
                symbols.putIfAbsent(dim.symbols().get(0), value.dims()[i] / dim.factor());
            }
        }
    }

    private Value in(Tensor t, int index) {
        return value(t.inputs().get(index));
    }

    // Chains

    private Value chain(Fusion.Chain chain) {
        Tensor root = chain.root();
        Tensor layer = root.op() == Op.SLICE ? root.inputs().get(0) : root;
        Value x = in(layer, 0);
        Kind type = type(chain.last());
        Consumer<After> then = after -> after(chain, layer, after);
        return switch (layer.op()) {
            case CONV -> conv(layer, x, type, then);
            case LINEAR -> linear(layer, root, x, type, then);
            case GROUP_NORM -> norms.group(layer, x, in(layer, 1), in(layer, 2), type, then);
            case LAYER_NORM -> norms.layer(layer, x, in(layer, 1), in(layer, 2), type, then);
            default -> throw new IllegalStateException(layer.toString());
        };
    }

    private void after(Fusion.Chain chain, Tensor layer, After after) {
        Tensor now = chain.root();
        for (Tensor next : chain.after()) {
            Optional<Activations.Activation> activation = Activations.of(next);
            if (activation.isPresent()) {
                after.activation(activation.get());
            } else {
                Value other = value(Fusion.other(now, next));
                after.arithmetic(
                        algorithm(next.op()),
                        layer.op() == Op.LINEAR ? flat(other) : builder.usual(other, other.kind()));
            }
            now = next;
        }
    }

    private Value flat(Value value) {
        Value rows = builder.rows(value, value.kind());
        long[] dims = Reshape.flattened(rows.dims(), 1);
        return rows.as(dims, Value.rows(dims));
    }

    private Value conv(Tensor layer, Value x, Kind type, Consumer<After> then) {
        // The first and the last convolution see or make few channels: they are quick anyway, and much depends on them.
        boolean narrow = Math.min(outputs(layer.inputs().get(1)), x.dim(1)) < NARROW;
        Kind kind = narrow ? Kind.F32 : quantised(layer, x) ? Kind.S8 : compute;
        return layers.conv(layer, x, kind, narrow ? Kind.F32 : type, then);
    }

    private Value linear(Tensor layer, Tensor root, Value x, Kind type, Consumer<After> then) {
        boolean part = root != layer;
        long from = part ? root.attribute("from", Integer.class) : 0;
        long to = part
                ? root.attribute("to", Integer.class)
                : outputs(layer.inputs().get(1));
        Value rows = builder.rows(x, x.kind());
        long[] dims = Reshape.flattened(rows.dims(), 1);
        Kind kind = x.rank() <= 2 ? Kind.F32 : quantised(layer, x) ? Kind.S8 : compute;
        Value flat = dims.length == rows.rank()
                ? rows
                : flattened.computeIfAbsent(rows, key -> rows.as(dims, Value.rows(dims)));
        Value out = layers.linear(layer, flat, kind, type, from, to, then);
        long[] full = x.dims().clone();
        full[full.length - 1] = to - from;
        return out.as(full, Value.rows(full));
    }

    /** Whether a layer is computed with whole numbers: if it has much to do and its weights are there beforehand. */
    private boolean quantised(Tensor layer, Value x) {
        long channels = layer.op() == Op.CONV ? x.dim(1) : x.dim(-1);
        return whole
                && layer.inputs().get(1).op() == Op.WEIGHT
                && (layer.op() != Op.CONV || layer.attribute("groups", Integer.class) == 1)
                && channels >= WORTHWHILE
                && x.size() / channels >= WORTHWHILE;
    }

    /** How many outputs a layer's weight gives, which for the branches of a LoRA is known only now. */
    private long outputs(Tensor weight) {
        return weight.shape().dim(0).isFixed()
                ? weight.shape().dim(0).fixed()
                : value(weight).dim(0);
    }

    private static algorithm algorithm(Op op) {
        return switch (op) {
            case ADD -> algorithm.binary_add;
            case SUBTRACT -> algorithm.binary_sub;
            case MULTIPLY -> algorithm.binary_mul;
            case DIVIDE -> algorithm.binary_div;
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    // Single operators

    private Value lower(Tensor t) {
        Optional<Activations.Activation> activation = Activations.of(t);
        if (activation.isPresent()) {
            return builder.activation(activation.get(), value(Activations.operand(t)));
        }
        return switch (t.op()) {
            case CONSTANT -> constant(t);
            case POSITIONS -> positions(t);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> builder.arithmetic(algorithm(t.op()), in(t, 0), in(t, 1), type(t));
            case SIN -> host.map(in(t, 0), Math::sin);
            case COS -> host.map(in(t, 0), Math::cos);
            case MAX -> host.max(in(t, 0));
            case PRELU -> prelu(t);
            case SOFTMAX -> softmax(t);
            case MATMUL -> matmul(t);
            case RMS_NORM -> norms.rms(t, in(t, 0), in(t, 1), type(t));
            case ATTENTION ->
                attention.attention(
                        t,
                        in(t, 0),
                        in(t, 1),
                        in(t, 2),
                        t.inputs().size() > 3 ? Optional.of(in(t, 3)) : Optional.empty(),
                        compute,
                        type(t));
            case RESHAPE -> builder.reshape(in(t, 0), target(t));
            case PERMUTE -> in(t, 0).permute(t.attribute("order", int[].class));
            case CONCAT ->
                moves.concat(
                        t.inputs().stream().map(this::value).toList(), t.attribute("axis", Integer.class), type(t));
            case SLICE ->
                in(t, 0).slice(
                                t.attribute("axis", Integer.class),
                                t.attribute("from", Integer.class),
                                t.attribute("to", Integer.class));
            case UPSAMPLE -> moves.upsample(in(t, 0), t.attribute("factor", Integer.class));
            case RESIZE_LIKE -> moves.nearest(in(t, 0), in(t, 1).dim(-2), in(t, 1).dim(-1));
            case PIXEL_SHUFFLE -> moves.pixelShuffle(in(t, 0), t.attribute("factor", Integer.class));
            case PIXEL_UNSHUFFLE -> moves.pixelUnshuffle(in(t, 0), t.attribute("factor", Integer.class));
            case CROP_LIKE -> cropLike(t);
            case ROLL -> moves.roll(in(t, 0), t.attribute("axis", Integer.class), t.attribute("shift", Integer.class));
            case MAX_POOL -> moves.maxPool(in(t, 0), t.attribute("size", Integer.class));
            case EMBEDDING -> host.embedding(in(t, 0), in(t, 1));
            case TAKE_TOKEN -> host.takeToken(in(t, 0), in(t, 1));
            default -> throw new UnsupportedNetworkException("the operator " + t.op());
        };
    }

    private Value constant(Tensor t) {
        if (t.dtype() != DType.F32) {
            throw new UnsupportedNetworkException("a constant of the type " + t.dtype());
        }
        return HostWork.constant(
                t.attribute("data", float[].class),
                t.shape().dims().stream().mapToLong(Dim::fixed).toArray());
    }

    private Value positions(Tensor t) {
        float[] numbers = new float[Math.toIntExact(in(t, 0).dims()[t.attribute("axis", Integer.class)])];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        if (t.dtype() != DType.F32) {
            throw new UnsupportedNetworkException("positions of the type " + t.dtype());
        }
        return HostWork.constant(numbers, numbers.length);
    }

    private Value cropLike(Tensor t) {
        int axis = t.attribute("axis", Integer.class);
        long count = in(t, 1).dim(axis);
        long spare = in(t, 0).dim(axis) - count;
        if (spare < 0) {
            throw new IllegalArgumentException("An axis of " + in(t, 0).dim(axis) + " entries has no " + count + ".");
        }
        long from = switch (t.attribute("from", String.class)) {
            case "start" -> 0;
            case "middle" -> spare / 2;
            default -> spare;
        };
        return in(t, 0).slice(axis, from, from + count);
    }

    private Value prelu(Tensor t) {
        Value x = builder.usual(in(t, 0), in(t, 0).kind());
        long[] shape = new long[x.rank()];
        Arrays.fill(shape, 1);
        Value slope = builder.rows(in(t, 1), Kind.F32);
        shape[1] = slope.size();
        Value wide = slope.as(shape, Value.rows(shape));
        Value out = Value.of(x.kind(), x.dims());
        prelu_forward.primitive_desc desc =
                new prelu_forward.primitive_desc(OneDnn.engine(), OneDnn.INFERENCE, x.desc(), wide.desc(), out.desc());
        builder.add(Step.Call.of(new prelu_forward(desc))
                .with(DNNL_ARG_SRC, x)
                .with(DNNL_ARG_WEIGHTS, wide)
                .with(DNNL_ARG_DST, out));
        return out;
    }

    private Value softmax(Tensor t) {
        Value x = builder.rows(in(t, 0), in(t, 0).kind());
        Value out = Value.of(x.kind(), x.dims(), x.strides());
        softmax_forward.primitive_desc desc = new softmax_forward.primitive_desc(
                OneDnn.engine(), OneDnn.INFERENCE, algorithm.softmax_accurate, x.desc(), out.desc(), x.rank() - 1);
        builder.add(
                Step.Call.of(new softmax_forward(desc)).with(DNNL_ARG_SRC, x).with(DNNL_ARG_DST, out));
        return out;
    }

    private Value matmul(Tensor t) {
        Kind kind = t.shape().rank() <= 2 ? Kind.F32 : compute;
        Value a = builder.rows(in(t, 0), kind);
        Value b = builder.rows(in(t, 1), kind);
        int rank = Math.max(a.rank(), b.rank());
        a = builder.reshape(a, wide(a, rank));
        b = builder.reshape(b, wide(b, rank));
        long[] dims = a.dims().clone();
        for (int i = 0; i < rank - 2; i++) {
            dims[i] = Math.max(dims[i], b.dims()[i]);
        }
        dims[rank - 1] = b.dim(-1);
        Value out = Value.ofRows(type(t), dims);
        matmul.primitive_desc desc = new matmul.primitive_desc(OneDnn.engine(), a.desc(), b.desc(), out.desc());
        builder.add(Step.Call.of(new matmul(desc))
                .with(DNNL_ARG_SRC, a)
                .with(DNNL_ARG_WEIGHTS, b)
                .with(DNNL_ARG_DST, out));
        return out;
    }

    private static long[] wide(Value value, int rank) {
        long[] dims = new long[rank];
        Arrays.fill(dims, 1);
        System.arraycopy(value.dims(), 0, dims, rank - value.rank(), value.rank());
        return dims;
    }

    /** The sizes that a reshape asks for: at most one of them may follow from the others. */
    private long[] target(Tensor t) {
        long size = in(t, 0).size();
        long[] out = new long[t.shape().rank()];
        int open = -1;
        long known = 1;
        for (int i = 0; i < out.length; i++) {
            long value = t.shape().dim(i).factor();
            for (String symbol : t.shape().dim(i).symbols()) {
                Long at = symbols.get(symbol);
                value = at == null || value < 0 ? -1 : value * at;
            }
            if (value < 0) {
                if (open >= 0) {
                    throw new UnsupportedNetworkException("a reshape to " + t.shape());
                }
                open = i;
            } else {
                known *= value;
            }
            out[i] = value;
        }
        if (open >= 0) {
            out[open] = size / known;
        }
        return out;
    }
}
