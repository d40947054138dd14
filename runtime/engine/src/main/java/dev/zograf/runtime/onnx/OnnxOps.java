package dev.zograf.runtime.onnx;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each operator of the tensor graph becomes in ONNX: one entry each, of ONNX's own operators (version 21, for bfloat16 22) or of the
 * fused ones that ONNX Runtime adds. To add an operator, add an entry.
 */
final class OnnxOps {

    /** The domain of ONNX Runtime's own operators. */
    static final String FUSED = "com.microsoft";

    /** How an operator is written. */
    @FunctionalInterface
    private interface Lowering {
        void lower(Tensor tensor, OnnxEmitter to);
    }

    private static final Map<Op, Lowering> TABLE = new EnumMap<>(Op.class);

    static {
        // Inputs are there before anything else, weights are written where they are first used.
        TABLE.put(Op.INPUT, (t, to) -> {});
        TABLE.put(Op.WEIGHT, (t, to) -> {});
        TABLE.put(Op.CONSTANT, OnnxOps::constant);
        TABLE.put(Op.POSITIONS, OnnxOps::positions);

        TABLE.put(Op.ADD, node("Add"));
        TABLE.put(Op.SUBTRACT, node("Sub"));
        TABLE.put(Op.MULTIPLY, node("Mul"));
        TABLE.put(Op.DIVIDE, node("Div"));
        TABLE.put(Op.EXP, node("Exp"));
        TABLE.put(Op.SQRT, node("Sqrt"));
        TABLE.put(Op.SIN, node("Sin"));
        TABLE.put(Op.COS, node("Cos"));
        TABLE.put(Op.TANH, node("Tanh"));
        TABLE.put(Op.SIGMOID, node("Sigmoid"));
        TABLE.put(Op.RELU, node("Relu"));
        TABLE.put(Op.SILU, fused("QuickGelu", Map.of("alpha", 1.0)));
        TABLE.put(Op.GELU, node("Gelu", Map.of("approximate", "none")));
        TABLE.put(Op.GELU_TANH, node("Gelu", Map.of("approximate", "tanh")));
        TABLE.put(Op.QUICK_GELU, fused("QuickGelu", Map.of("alpha", 1.702)));
        TABLE.put(
                Op.LEAKY_RELU,
                (t, to) -> write(t, to, "", "LeakyRelu", Map.of("alpha", t.attribute("slope", Double.class))));
        TABLE.put(Op.PRELU, OnnxOps::prelu);
        TABLE.put(Op.CLAMP, (t, to) -> write(to, "Clip", t, in(t, to), number(t, to, "min"), number(t, to, "max")));
        TABLE.put(Op.SOFTMAX, node("Softmax", Map.of("axis", -1)));

        TABLE.put(Op.MAX, (t, to) -> write(to, "ReduceMax", t, in(t, to), to.longs(-1)));
        TABLE.put(Op.ARG_MAX, OnnxTokens::argMax);
        TABLE.put(Op.ARG_SORT, OnnxTokens::argSort);
        TABLE.put(Op.MATMUL, node("MatMul"));
        TABLE.put(Op.LINEAR, OnnxOps::linear);
        TABLE.put(Op.CONV, OnnxOps::conv);
        TABLE.put(Op.MAX_POOL, OnnxOps::maxPool);
        TABLE.put(Op.GROUP_NORM, OnnxOps::groupNorm);
        TABLE.put(Op.LAYER_NORM, OnnxOps::layerNorm);
        TABLE.put(
                Op.RMS_NORM,
                (t, to) -> write(
                        t,
                        to,
                        "",
                        "SimplifiedLayerNormalization",
                        Map.of("axis", -1, "epsilon", t.attribute("eps", Double.class))));
        TABLE.put(Op.ATTENTION, OnnxOps::attention);

        TABLE.put(
                Op.RESHAPE,
                (t, to) -> write(
                        to,
                        "Reshape",
                        t,
                        in(t, to),
                        to.dims().target(t.inputs().get(0).shape(), t.shape())));
        TABLE.put(
                Op.PERMUTE,
                (t, to) -> write(t, to, "", "Transpose", Map.of("perm", t.attribute("order", int[].class))));
        TABLE.put(Op.CONCAT, (t, to) -> write(t, to, "", "Concat", Map.of("axis", t.attribute("axis", Integer.class))));
        TABLE.put(Op.SLICE, OnnxOps::slice);
        TABLE.put(Op.UPSAMPLE, OnnxOps::upsample);
        TABLE.put(Op.RESIZE_LIKE, OnnxOps::resizeLike);
        TABLE.put(
                Op.PIXEL_SHUFFLE,
                (t, to) -> write(
                        t,
                        to,
                        "",
                        "DepthToSpace",
                        Map.of("mode", "CRD", "blocksize", t.attribute("factor", Integer.class))));
        TABLE.put(Op.PIXEL_UNSHUFFLE, OnnxOps::pixelUnshuffle);
        TABLE.put(Op.CROP_LIKE, OnnxOps::cropLike);
        TABLE.put(Op.ROLL, OnnxOps::roll);
        TABLE.put(Op.EMBEDDING, OnnxOps::embedding);
        TABLE.put(Op.GATHER, (t, to) -> write(t, to, "", "Gather", Map.of("axis", t.attribute("axis", Integer.class))));
        TABLE.put(Op.TAKE_TOKENS, OnnxTokens::take);
        TABLE.put(Op.ADD_TOKENS, OnnxTokens::add);
        TABLE.put(Op.TAKE_TOKEN, OnnxOps::takeToken);
    }

    private OnnxOps() {}

    /** Writes the nodes that make the tensor. */
    static void lower(Tensor tensor, OnnxEmitter to) {
        Lowering lowering = TABLE.get(tensor.op());
        if (lowering == null) {
            throw new IllegalStateException("The operator " + tensor.op() + " has no entry in the table of ONNX.");
        }
        lowering.lower(tensor, to);
    }

    private static void constant(Tensor t, OnnxEmitter to) {
        float[] data = t.attribute("data", float[].class);
        if (t.dtype() == DType.F32) {
            to.constant(t, to.floats(data, sizes(t.shape())));
            return;
        }
        long[] numbers = new long[data.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (long) data[i];
        }
        to.constant(t, to.longs(numbers));
    }

    private static void positions(Tensor t, OnnxEmitter to) {
        Dim size = t.inputs().get(0).dim(t.attribute("axis", Integer.class));
        String axis = to.longs(0);
        String count = to.op("Squeeze", List.of(to.dims().value(size), axis), Map.of());
        String first = to.op("Squeeze", List.of(axis, axis), Map.of());
        String step = to.op("Squeeze", List.of(to.longs(1), axis), Map.of());
        String range = to.op("Range", List.of(first, count, step), Map.of());
        to.node("", "Cast", List.of(range), to.name(t), Map.of("to", OnnxType.of(t.dtype())));
    }

    private static void prelu(Tensor t, OnnxEmitter to) {
        long[] shape = new long[Math.max(1, t.shape().rank() - 1)];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        String slope = to.op("Reshape", List.of(in(t, to, 1), to.longs(shape)), Map.of());
        write(to, "PRelu", t, in(t, to), slope);
    }

    /** As a matrix of all rows: Gemm adds the bias on the way and takes the weight as it is stored. */
    private static void linear(Tensor t, OnnxEmitter to) {
        linear(t, t.inputs().get(0), names(t, to), to);
    }

    /**
     * A linear layer, or a part of one.
     *
     * @param t what it makes
     * @param in the names of x, of the weight and of the bias if there is one
     */
    private static void linear(Tensor t, Tensor x, List<String> in, OnnxEmitter to) {
        if (x.shape().rank() == 2) {
            to.node("", "Gemm", in, to.name(t), Map.of("transB", 1));
            return;
        }
        in.set(0, to.op("Reshape", List.of(in.get(0), to.longs(-1, x.dim(-1).fixed())), Map.of()));
        String rows = to.op("Gemm", in, Map.of("transB", 1));
        Shape from = Shape.of(List.of(x.shape().size(), t.dim(-1)));
        to.node("", "Reshape", List.of(rows, to.dims().target(from, t.shape())), to.name(t), Map.of());
    }

    private static void slice(Tensor t, OnnxEmitter to) {
        Optional<Tensor> layer = to.layer(t);
        if (layer.isEmpty()) {
            write(to, "Slice", t, in(t, to), whole(t, to, "from"), whole(t, to, "to"), whole(t, to, "axis"));
            return;
        }
        List<Tensor> inputs = layer.get().inputs();
        List<String> in = new ArrayList<>(List.of(to.name(inputs.get(0))));
        for (Tensor weight : inputs.subList(1, inputs.size())) {
            in.add(to.rows(weight, SplitLayers.from(t), SplitLayers.to(t)));
        }
        linear(t, inputs.get(0), in, to);
    }

    /** On processors instance normalisation of each row as if it were a channel: ONNX Runtime's own kernel takes three times as long. */
    private static void layerNorm(Tensor t, OnnxEmitter to) {
        double eps = t.attribute("eps", Double.class);
        if (!to.isForProcessors() || !t.dim(-1).isFixed()) {
            write(t, to, "", "LayerNormalization", Map.of("axis", -1, "epsilon", eps));
            return;
        }
        String x = in(t, to);
        String rows = to.op("Reshape", List.of(x, to.longs(-1, 1, t.dim(-1).fixed())), Map.of());
        String shape = to.op("Shape", List.of(x), Map.of());
        String back = to.op("Reshape", List.of(normal(rows, 1, eps, to), shape), Map.of());
        write(to, "Add", t, to.op("Mul", List.of(back, in(t, to, 1)), Map.of()), in(t, to, 2));
    }

    private static void conv(Tensor t, OnnxEmitter to) {
        int stride = t.attribute("stride", Integer.class);
        int dilation = t.attribute("dilation", Integer.class);
        Map<String, Object> attributes = Map.of(
                "strides",
                new int[] {stride, stride},
                "pads",
                t.attribute("pads", int[].class),
                "dilations",
                new int[] {dilation, dilation},
                "group",
                t.attribute("groups", Integer.class));
        write(t, to, "", "Conv", attributes);
    }

    private static void maxPool(Tensor t, OnnxEmitter to) {
        int size = t.attribute("size", Integer.class);
        if (to.opset() == OnnxGraph.OPSET_OF_BFLOAT16) {
            OnnxSubstitutes.maxPool(t, size, to);
            return;
        }
        int[] square = {size, size};
        write(t, to, "", "MaxPool", Map.of("kernel_shape", square, "strides", square));
    }

    /** Instance normalisation of the groups as if each were one channel, then a scale and a bias for each channel. */
    private static void groupNorm(Tensor t, OnnxEmitter to) {
        int groups = t.attribute("groups", Integer.class);
        String x = in(t, to);
        String grouped = to.op("Reshape", List.of(x, to.longs(0, groups, -1)), Map.of());
        String normal = normal(grouped, groups, t.attribute("eps", Double.class), to);
        String shape = to.op("Shape", List.of(x), Map.of());
        String back = to.op("Reshape", List.of(normal, shape), Map.of());
        long[] channels = new long[t.shape().rank() - 1];
        Arrays.fill(channels, 1);
        channels[0] = -1;
        String scale = to.op("Reshape", List.of(in(t, to, 1), to.longs(channels)), Map.of());
        String bias = to.op("Reshape", List.of(in(t, to, 2), to.longs(channels)), Map.of());
        write(to, "Add", t, to.op("Mul", List.of(back, scale), Map.of()), bias);
    }

    private static String normal(String grouped, int groups, double eps, OnnxEmitter to) {
        if (to.opset() == OnnxGraph.OPSET_OF_BFLOAT16) {
            return OnnxSubstitutes.normal(grouped, eps, to);
        }
        float[] ones = new float[groups];
        Arrays.fill(ones, 1);
        return to.op(
                "InstanceNormalization",
                List.of(grouped, to.floats(ones, groups), to.floats(new float[groups], groups)),
                Map.of("epsilon", eps));
    }

    private static void attention(Tensor t, OnnxEmitter to) {
        Map<String, Object> attributes = Map.of(
                "num_heads", t.attribute("heads", Integer.class),
                "scale", t.attribute("scale", Double.class),
                "unidirectional", t.attribute("causal", Boolean.class) ? 1 : 0);
        List<String> in = names(t, to);
        if (in.size() > 3) {
            // Between the values and what is added stand a bias of the projections and a mask of the keys.
            in.addAll(3, List.of("", ""));
        }
        to.node(FUSED, "MultiHeadAttention", in, to.name(t), attributes);
    }

    /** ONNX puts the place within a square before the channel, this network format after it. */
    private static void pixelUnshuffle(Tensor t, OnnxEmitter to) {
        int factor = t.attribute("factor", Integer.class);
        int square = factor * factor;
        int channels = (int) t.dim(1).fixed() / square;
        String squares = to.op("SpaceToDepth", List.of(in(t, to)), Map.of("blocksize", factor));
        long[] order = new long[channels * square];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) i % square * channels + i / square;
        }
        to.node("", "Gather", List.of(squares, to.longs(order)), to.name(t), Map.of("axis", 1));
    }

    private static void cropLike(Tensor t, OnnxEmitter to) {
        int axis = t.attribute("axis", Integer.class);
        String count = to.dims().value(t.dim(axis));
        String spare = to.op("Sub", List.of(to.dims().value(t.inputs().get(0).dim(axis)), count), Map.of());
        String from = switch (t.attribute("from", String.class)) {
            case "start" -> to.longs(0);
            case "middle" -> to.op("Div", List.of(spare, to.longs(2)), Map.of());
            default -> spare;
        };
        write(to, "Slice", t, in(t, to), from, to.op("Add", List.of(from, count), Map.of()), to.longs(axis));
    }

    /** Cut in two and joined the other way round. */
    private static void roll(Tensor t, OnnxEmitter to) {
        int axis = t.attribute("axis", Integer.class);
        String cut = to.longs(-(long) t.attribute("shift", Integer.class));
        String along = to.longs(axis);
        String end = to.op("Slice", List.of(in(t, to), cut, to.longs(Long.MAX_VALUE), along), Map.of());
        String start = to.op("Slice", List.of(in(t, to), to.longs(0), cut, along), Map.of());
        to.node("", "Concat", List.of(end, start), to.name(t), Map.of("axis", axis));
    }

    private static void upsample(Tensor t, OnnxEmitter to) {
        float[] scales = new float[t.shape().rank()];
        Arrays.fill(scales, 1);
        Arrays.fill(scales, scales.length - 2, scales.length, t.attribute("factor", Integer.class));
        resize(t, to, List.of(in(t, to), "", to.floats(scales, scales.length)));
    }

    private static void resizeLike(Tensor t, OnnxEmitter to) {
        int rank = t.shape().rank();
        int like = t.inputs().get(1).shape().rank();
        String outer = to.op("Shape", List.of(in(t, to)), Map.of("start", 0, "end", rank - 2));
        String inner = to.op("Shape", List.of(in(t, to, 1)), Map.of("start", like - 2, "end", like));
        resize(t, to, List.of(in(t, to), "", "", to.op("Concat", List.of(outer, inner), Map.of("axis", 0))));
    }

    private static void resize(Tensor t, OnnxEmitter to, List<String> in) {
        Map<String, Object> attributes =
                Map.of("mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor");
        to.node("", "Resize", in, to.name(t), attributes);
    }

    /** Rows are taken in the stored type and widened afterwards, so that a large table is not widened as a whole. */
    private static void embedding(Tensor t, OnnxEmitter to) {
        Tensor table = t.inputs().get(0);
        boolean narrow = table.op() == Op.WEIGHT
                && (table.attribute("weight", Weight.class).dtype() == DType.F16
                        || table.attribute("weight", Weight.class).dtype() == DType.BF16);
        if (!narrow) {
            write(t, to, "", "Gather", Map.of("axis", 0));
            return;
        }
        String rows = to.op("Gather", List.of(to.stored(table), in(t, to, 1)), Map.of("axis", 0));
        to.node("", "Cast", List.of(rows), to.name(t), Map.of("to", OnnxType.of(t.dtype())));
    }

    private static void takeToken(Tensor t, OnnxEmitter to) {
        String index = to.op("Cast", List.of(in(t, to, 1)), Map.of("to", OnnxType.of(DType.I64)));
        String column = to.op("Unsqueeze", List.of(index, to.longs(1)), Map.of());
        to.node("", "GatherND", List.of(in(t, to), column), to.name(t), Map.of("batch_dims", 1));
    }

    private static Lowering node(String type) {
        return node(type, Map.of());
    }

    private static Lowering node(String type, Map<String, ?> attributes) {
        return (t, to) -> write(t, to, "", type, attributes);
    }

    private static Lowering fused(String type, Map<String, ?> attributes) {
        return (t, to) -> write(t, to, FUSED, type, attributes);
    }

    /** One node with the tensor's own inputs. */
    private static void write(Tensor t, OnnxEmitter to, String domain, String type, Map<String, ?> attributes) {
        to.node(domain, type, names(t, to), to.name(t), attributes);
    }

    private static void write(OnnxEmitter to, String type, Tensor t, String... in) {
        to.node("", type, List.of(in), to.name(t), Map.of());
    }

    private static List<String> names(Tensor t, OnnxEmitter to) {
        List<String> names = new ArrayList<>();
        t.inputs().forEach(input -> names.add(to.name(input)));
        return names;
    }

    private static String in(Tensor t, OnnxEmitter to) {
        return in(t, to, 0);
    }

    private static String in(Tensor t, OnnxEmitter to, int index) {
        return to.name(t.inputs().get(index));
    }

    private static String number(Tensor t, OnnxEmitter to, String attribute) {
        return to.number(t.attribute(attribute, Double.class));
    }

    private static String whole(Tensor t, OnnxEmitter to, String attribute) {
        return to.longs(t.attribute(attribute, Integer.class));
    }

    private static long[] sizes(Shape shape) {
        return shape.dims().stream().mapToLong(dim -> dim.fixed()).toArray();
    }
}
