package dev.zograf.tensor;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes a tensor graph slowly in plain Java: the reference by which tests judge the engine, and a way to look inside a network. Each
 * operator is computed in double precision and rounded once. Whole numbers are held as floats, exact up to 2^24.
 */
public final class Interpreter {

    /** How an operator is computed. */
    @FunctionalInterface
    private interface Kernel {
        FloatTensor compute(Tensor tensor, List<FloatTensor> in);
    }

    private final Map<Op, Kernel> table = new EnumMap<>(Op.class);
    private final Map<String, Long> symbols = new HashMap<>();
    private final Map<String, FloatTensor> inputs = new HashMap<>();

    private Interpreter() {
        table.put(Op.INPUT, (t, in) -> input(t.attribute("name", String.class)));
        table.put(Op.WEIGHT, (t, in) -> weight(t.attribute("weight", Weight.class)));
        table.put(Op.CONSTANT, (t, in) -> FloatTensor.of(t.attribute("data", float[].class), shape(t)));

        table.put(Op.POSITIONS, (t, in) -> ShapeKernels.positions(in.get(0).dim(t.attribute("axis", Integer.class))));

        table.put(Op.ADD, (t, in) -> ScalarKernels.pairs(shape(t), in, (a, b) -> a + b));
        table.put(Op.SUBTRACT, (t, in) -> ScalarKernels.pairs(shape(t), in, (a, b) -> a - b));
        table.put(Op.MULTIPLY, (t, in) -> ScalarKernels.pairs(shape(t), in, (a, b) -> a * b));
        table.put(Op.DIVIDE, (t, in) -> ScalarKernels.pairs(shape(t), in, (a, b) -> a / b));
        table.put(Op.EXP, (t, in) -> in.get(0).map(Math::exp));
        table.put(Op.SQRT, (t, in) -> in.get(0).map(Math::sqrt));
        table.put(Op.SIN, (t, in) -> in.get(0).map(Math::sin));
        table.put(Op.COS, (t, in) -> in.get(0).map(Math::cos));
        table.put(Op.TANH, (t, in) -> in.get(0).map(Math::tanh));
        table.put(Op.SIGMOID, (t, in) -> in.get(0).map(ScalarKernels::sigmoid));
        table.put(Op.RELU, (t, in) -> in.get(0).map(x -> Math.max(x, 0)));
        table.put(Op.SILU, (t, in) -> in.get(0).map(x -> x * ScalarKernels.sigmoid(x)));
        table.put(Op.GELU, (t, in) -> in.get(0).map(ScalarKernels::gelu));
        table.put(Op.GELU_TANH, (t, in) -> in.get(0).map(ScalarKernels::geluTanh));
        table.put(Op.QUICK_GELU, (t, in) -> in.get(0).map(x -> x * ScalarKernels.sigmoid(1.702 * x)));
        table.put(Op.LEAKY_RELU, (t, in) -> {
            double slope = t.attribute("slope", Double.class);
            return in.get(0).map(x -> x >= 0 ? x : slope * x);
        });
        table.put(Op.PRELU, (t, in) -> ScalarKernels.prelu(in.get(0), in.get(1)));
        table.put(
                Op.CLAMP,
                (t, in) -> in.get(0).clamp(t.attribute("min", Double.class), t.attribute("max", Double.class)));
        table.put(Op.SOFTMAX, (t, in) -> LayerKernels.softmax(in.get(0)));

        table.put(Op.MAX, (t, in) -> LayerKernels.max(in.get(0)));
        table.put(Op.ARG_MAX, (t, in) -> TokenKernels.argMax(in.get(0)));
        table.put(Op.ARG_SORT, (t, in) -> TokenKernels.argSort(in.get(0), t.attribute("descending", Boolean.class)));
        table.put(Op.MATMUL, (t, in) -> LayerKernels.matmul(shape(t), in.get(0), in.get(1)));
        table.put(Op.LINEAR, (t, in) -> LayerKernels.linear(shape(t), in));
        table.put(Op.CONV, LayerKernels::conv);
        table.put(Op.MAX_POOL, (t, in) -> LayerKernels.maxPool(in.get(0), t.attribute("size", Integer.class)));
        table.put(Op.GROUP_NORM, LayerKernels::groupNorm);
        table.put(Op.LAYER_NORM, LayerKernels::layerNorm);
        table.put(Op.RMS_NORM, LayerKernels::rmsNorm);
        table.put(Op.ATTENTION, LayerKernels::attention);

        table.put(Op.RESHAPE, (t, in) -> in.get(0).reshape(shape(t)));
        table.put(Op.PERMUTE, (t, in) -> ShapeKernels.permute(in.get(0), t.attribute("order", int[].class)));
        table.put(Op.CONCAT, (t, in) -> FloatTensor.concat(t.attribute("axis", Integer.class), in));
        table.put(
                Op.SLICE,
                (t, in) -> in.get(0)
                        .slice(
                                t.attribute("axis", Integer.class),
                                t.attribute("from", Integer.class),
                                t.attribute("to", Integer.class)));
        table.put(Op.UPSAMPLE, (t, in) -> {
            int factor = t.attribute("factor", Integer.class);
            return ShapeKernels.nearest(
                    in.get(0), in.get(0).dim(-2) * factor, in.get(0).dim(-1) * factor);
        });
        table.put(
                Op.RESIZE_LIKE,
                (t, in) -> ShapeKernels.nearest(
                        in.get(0), in.get(1).dim(-2), in.get(1).dim(-1)));
        table.put(
                Op.PIXEL_SHUFFLE,
                (t, in) -> ShapeKernels.pixelShuffle(in.get(0), t.attribute("factor", Integer.class)));
        table.put(
                Op.PIXEL_UNSHUFFLE,
                (t, in) -> ShapeKernels.pixelUnshuffle(in.get(0), t.attribute("factor", Integer.class)));
        table.put(Op.CROP_LIKE, (t, in) -> ShapeKernels.cropLike(t, in.get(0), in.get(1)));
        table.put(
                Op.ROLL,
                (t, in) -> ShapeKernels.roll(
                        in.get(0), t.attribute("axis", Integer.class), t.attribute("shift", Integer.class)));
        table.put(Op.EMBEDDING, (t, in) -> ShapeKernels.rows(in.get(0), in.get(1)));
        table.put(Op.GATHER, (t, in) -> TokenKernels.gather(in.get(0), t.attribute("axis", Integer.class), in.get(1)));
        table.put(Op.TAKE_TOKENS, (t, in) -> TokenKernels.take(in.get(0), in.get(1)));
        table.put(Op.ADD_TOKENS, (t, in) -> TokenKernels.add(in.get(0), in.get(1), in.get(2)));
        table.put(Op.TAKE_TOKEN, (t, in) -> ShapeKernels.takeToken(in.get(0), in.get(1)));
    }

    /**
     * Computes all outputs.
     *
     * @param inputs every input of the graph by name
     * @throws IllegalArgumentException if inputs are missing, the graph has problems, or sizes do not fit
     */
    public static Map<String, FloatTensor> run(TensorGraph graph, Map<String, ? extends HostTensor> inputs) {
        if (!graph.problems().isEmpty()) {
            throw new IllegalArgumentException("The graph cannot be computed: " + graph.problems());
        }
        return new Interpreter().compute(graph, inputs);
    }

    private Map<String, FloatTensor> compute(TensorGraph graph, Map<String, ? extends HostTensor> given) {
        given.forEach((name, tensor) -> inputs.put(name, floats(tensor)));
        Map<Integer, FloatTensor> values = new HashMap<>();
        // Sizes may follow from inputs whose numbers nobody needs.
        graph.inputs().forEach((name, tensor) -> note(tensor, input(name).shape()));
        for (Tensor tensor : graph.needed()) {
            List<FloatTensor> in = tensor.inputs().stream()
                    .map(each -> Objects.requireNonNull(values.get(each.id())))
                    .toList();
            FloatTensor value = Objects.requireNonNull(table.get(tensor.op()), tensor.op()::name)
                    .compute(tensor, in);
            learn(tensor, value.shape());
            values.put(tensor.id(), value);
        }
        Map<String, FloatTensor> out = new LinkedHashMap<>();
        graph.outputs().forEach((name, tensor) -> out.put(name, Objects.requireNonNull(values.get(tensor.id()))));
        return out;
    }

    private FloatTensor input(String name) {
        FloatTensor tensor = inputs.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("The input " + name + " is missing.");
        }
        return tensor;
    }

    private static FloatTensor floats(HostTensor tensor) {
        if (tensor instanceof FloatTensor floats) {
            return floats;
        }
        int[] numbers = ((IntTensor) tensor).toArray();
        float[] out = new float[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers[i];
        }
        return FloatTensor.wrap(out, tensor.shape());
    }

    private static FloatTensor weight(Weight weight) {
        int[] shape = new int[weight.shape().length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(weight.shape()[i]);
        }
        return FloatTensor.wrap(WeightData.floats(weight), shape);
    }

    /** Notes what the symbols stand for. */
    private void note(Tensor tensor, int[] actual) {
        for (int i = 0; i < Math.min(actual.length, tensor.shape().rank()); i++) {
            Dim dim = tensor.dim(i);
            if (dim.symbols().size() == 1 && actual[i] % dim.factor() == 0) {
                symbols.putIfAbsent(dim.symbols().get(0), actual[i] / dim.factor());
            }
        }
    }

    /** Notes what the symbols stand for, and checks what is known already. */
    private void learn(Tensor tensor, int[] actual) {
        note(tensor, actual);
        boolean fits = actual.length == tensor.shape().rank();
        for (int i = 0; fits && i < actual.length; i++) {
            fits = size(tensor.dim(i)) == actual[i];
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    tensor + " has the sizes " + Arrays.toString(actual) + " with " + symbols + ".");
        }
    }

    private long size(Dim dim) {
        long size = dim.factor();
        for (String symbol : dim.symbols()) {
            Long known = symbols.get(symbol);
            if (known == null) {
                throw new IllegalArgumentException("Nothing says how much " + symbol + " is.");
            }
            size *= known;
        }
        return size;
    }

    /** The sizes of a result whose symbols all occur in what was computed before. */
    private int[] shape(Tensor tensor) {
        int[] out = new int[tensor.shape().rank()];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.toIntExact(size(tensor.dim(i)));
        }
        return out;
    }
}
