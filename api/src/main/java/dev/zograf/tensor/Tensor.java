package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A handle on a value in a {@link TensorGraph}: an operator, its inputs and attributes, the inferred shape and type. Nothing is
 * computed. Arithmetic broadcasts as NumPy does. Immutable.
 */
public final class Tensor {

    private final TensorGraph graph;
    private final int id;
    private final Op op;
    private final List<Tensor> inputs;
    private final Map<String, Object> attributes;
    private final Shape shape;
    private final DType dtype;

    Tensor(
            TensorGraph graph,
            int id,
            Op op,
            List<Tensor> inputs,
            Map<String, Object> attributes,
            Shape shape,
            DType dtype) {
        this.graph = graph;
        this.id = id;
        this.op = op;
        this.inputs = inputs;
        this.attributes = attributes;
        this.shape = shape;
        this.dtype = dtype;
    }

    /** The graph that it belongs to. */
    public TensorGraph graph() {
        return graph;
    }

    /** Its position in {@link TensorGraph#nodes()}. */
    public int id() {
        return id;
    }

    /** What makes it. */
    public Op op() {
        return op;
    }

    /** What it is made from. */
    public List<Tensor> inputs() {
        return inputs;
    }

    /** The operator's attributes, as {@link Op} says. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /** One attribute. */
    public <T> T attribute(String name, Class<T> type) {
        Object value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException(op + " has no attribute " + name + ".");
        }
        return type.cast(value);
    }

    /** The sizes. */
    public Shape shape() {
        return shape;
    }

    /** The size along an axis, counted from the end if negative. Unknown shapes give a symbol of their own. */
    public Dim dim(int axis) {
        return shape.isKnown() ? shape.dim(axis) : Dim.symbol("?" + id + "." + axis);
    }

    /** The type of the numbers. */
    public DType dtype() {
        return dtype;
    }

    // Arithmetic

    /** The sum. */
    public Tensor plus(Tensor other) {
        return broadcast(Op.ADD, other);
    }

    /** The sum. */
    public Tensor plus(double other) {
        return plus(graph.constant(other));
    }

    /** The difference. */
    public Tensor minus(Tensor other) {
        return broadcast(Op.SUBTRACT, other);
    }

    /** The product, number by number. */
    public Tensor times(Tensor other) {
        return broadcast(Op.MULTIPLY, other);
    }

    /** The product. */
    public Tensor times(double other) {
        return times(graph.constant(other));
    }

    /** The quotient, number by number. */
    public Tensor over(Tensor other) {
        return broadcast(Op.DIVIDE, other);
    }

    /** {@link Op#EXP}. */
    public Tensor exp() {
        return unary(Op.EXP, Map.of());
    }

    /** {@link Op#SQRT}. */
    public Tensor sqrt() {
        return unary(Op.SQRT, Map.of());
    }

    /** {@link Op#SIN}. */
    public Tensor sin() {
        return unary(Op.SIN, Map.of());
    }

    /** {@link Op#COS}. */
    public Tensor cos() {
        return unary(Op.COS, Map.of());
    }

    /** {@link Op#TANH}. */
    public Tensor tanh() {
        return unary(Op.TANH, Map.of());
    }

    /** {@link Op#SIGMOID}. */
    public Tensor sigmoid() {
        return unary(Op.SIGMOID, Map.of());
    }

    /** {@link Op#RELU}. */
    public Tensor relu() {
        return unary(Op.RELU, Map.of());
    }

    /** {@link Op#SILU}. */
    public Tensor silu() {
        return unary(Op.SILU, Map.of());
    }

    /** {@link Op#GELU}. */
    public Tensor gelu() {
        return unary(Op.GELU, Map.of());
    }

    /** {@link Op#GELU_TANH}. */
    public Tensor geluTanh() {
        return unary(Op.GELU_TANH, Map.of());
    }

    /** {@link Op#QUICK_GELU}. */
    public Tensor quickGelu() {
        return unary(Op.QUICK_GELU, Map.of());
    }

    /** {@link Op#LEAKY_RELU}. */
    public Tensor leakyRelu(double slope) {
        return unary(Op.LEAKY_RELU, Map.of("slope", slope));
    }

    /** {@link Op#CLAMP}. */
    public Tensor clamp(double min, double max) {
        return unary(Op.CLAMP, Map.of("min", min, "max", max));
    }

    /** {@link Op#SOFTMAX}. */
    public Tensor softmax() {
        return unary(Op.SOFTMAX, Map.of());
    }

    /** {@link Op#MAX}. */
    public Tensor max() {
        if (!shape.isKnown()) {
            return make(Op.MAX, List.of(), Map.of(), Shape.unknown());
        }
        List<Dim> dims = new ArrayList<>(shape.dims());
        dims.set(dims.size() - 1, Dim.of(1));
        return make(Op.MAX, List.of(), Map.of(), Shape.of(dims));
    }

    /** {@link Op#MATMUL}. */
    public Tensor matmul(Tensor other) {
        if (!shape.isKnown() || !other.shape.isKnown()) {
            return make(Op.MATMUL, List.of(other), Map.of(), Shape.unknown());
        }
        if (shape.rank() < 2 || other.shape.rank() < 2 || !dim(-1).equals(other.dim(-2))) {
            return mismatch(Op.MATMUL, other);
        }
        Optional<List<Dim>> batch = Shape.broadcast(
                shape.dims().subList(0, shape.rank() - 2), other.shape.dims().subList(0, other.shape.rank() - 2));
        if (batch.isEmpty()) {
            return mismatch(Op.MATMUL, other);
        }
        List<Dim> dims = new ArrayList<>(batch.get());
        dims.add(dim(-2));
        dims.add(other.dim(-1));
        return make(Op.MATMUL, List.of(other), Map.of(), Shape.of(dims));
    }

    // Shapes

    /**
     * {@link Op#RESHAPE}.
     *
     * @param dims an {@code Integer} or {@code Long} for a known size, or a {@link Dim}
     */
    public Tensor reshape(Object... dims) {
        List<Dim> to = new ArrayList<>();
        for (Object dim : dims) {
            to.add(dim instanceof Dim d ? d : Dim.of(((Number) dim).longValue()));
        }
        Shape target = Shape.of(to);
        if (!shape.isKnown()) {
            return make(Op.RESHAPE, List.of(), Map.of(), Shape.unknown());
        }
        if (!target.size().equals(shape.size())) {
            graph.problem(where() + "a tensor of shape " + shape + " cannot be reshaped to " + target);
            return make(Op.RESHAPE, List.of(), Map.of(), Shape.unknown());
        }
        return make(Op.RESHAPE, List.of(), Map.of(), target);
    }

    /** {@link Op#PERMUTE}. */
    public Tensor permute(int... order) {
        if (!shape.isKnown()) {
            return make(Op.PERMUTE, List.of(), Map.of("order", order.clone()), Shape.unknown());
        }
        if (order.length != shape.rank()) {
            throw new IllegalArgumentException(
                    "The order " + Arrays.toString(order) + " does not fit the shape " + shape + ".");
        }
        return make(
                Op.PERMUTE,
                List.of(),
                Map.of("order", order.clone()),
                Shape.of(Arrays.stream(order).mapToObj(shape::dim).toList()));
    }

    /** {@link Op#CONCAT}. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        Tensor first = parts.get(0);
        if (parts.stream().anyMatch(part -> !part.shape.isKnown())) {
            return first.graph.add(Op.CONCAT, parts, Map.of("axis", axis), Shape.unknown(), first.dtype);
        }
        List<Dim> dims = new ArrayList<>(first.shape.dims());
        for (Tensor part : parts.subList(1, parts.size())) {
            boolean fits = part.shape.rank() == dims.size();
            for (int i = 0; fits && i < dims.size(); i++) {
                fits = i == axis || part.dim(i).equals(dims.get(i));
            }
            if (!fits) {
                first.graph.problem(first.where() + "tensors of the shapes " + first.shape + " and " + part.shape
                        + " cannot be joined along axis " + axis);
                return first.graph.add(Op.CONCAT, parts, Map.of("axis", axis), Shape.unknown(), first.dtype);
            }
            dims.set(axis, dims.get(axis).plus(part.dim(axis)));
        }
        return first.graph.add(Op.CONCAT, parts, Map.of("axis", axis), Shape.of(dims), first.dtype);
    }

    /** {@link Op#SLICE}: the entries {@code from} (included) to {@code to} (excluded) along an axis. */
    public Tensor slice(int axis, int from, int to) {
        Map<String, Object> attrs = Map.of("axis", axis, "from", from, "to", to);
        if (!shape.isKnown()) {
            return make(Op.SLICE, List.of(), attrs, Shape.unknown());
        }
        if (from < 0 || to < from || (dim(axis).isFixed() && dim(axis).fixed() < to)) {
            graph.problem(where() + "a tensor of shape " + shape + " has no entries " + from + " to " + to
                    + " along axis " + axis);
            return make(Op.SLICE, List.of(), attrs, Shape.unknown());
        }
        List<Dim> dims = new ArrayList<>(shape.dims());
        dims.set(axis, Dim.of(to - from));
        return make(Op.SLICE, List.of(), attrs, Shape.of(dims));
    }

    /** Equal parts along an axis of known size. */
    public List<Tensor> chunk(int axis, int parts) {
        List<Tensor> out = new ArrayList<>();
        int size = shape.isKnown() ? (int) dim(axis).fixed() / parts : 0;
        if (shape.isKnown() && dim(axis).fixed() % parts != 0) {
            graph.problem(
                    where() + "a tensor of shape " + shape + " has no " + parts + " equal parts along axis " + axis);
        }
        for (int i = 0; i < parts; i++) {
            out.add(slice(axis, i * size, (i + 1) * size));
        }
        return out;
    }

    /** {@link Op#UPSAMPLE}. */
    public Tensor upsample(int factor) {
        return make(
                Op.UPSAMPLE,
                List.of(),
                Map.of("factor", factor),
                shape.withSpatial(
                        shape.isKnown() ? dim(-2).times(factor) : dim(-2),
                        shape.isKnown() ? dim(-1).times(factor) : dim(-1)));
    }

    /** {@link Op#RESIZE_LIKE}. */
    public Tensor resizeLike(Tensor like) {
        return make(
                Op.RESIZE_LIKE,
                List.of(like),
                Map.of(),
                like.shape.isKnown() ? shape.withSpatial(like.dim(-2), like.dim(-1)) : Shape.unknown());
    }

    /** {@link Op#PIXEL_SHUFFLE}. */
    public Tensor pixelShuffle(int factor) {
        if (!shape.isKnown()) {
            return make(Op.PIXEL_SHUFFLE, List.of(), Map.of("factor", factor), Shape.unknown());
        }
        return make(
                Op.PIXEL_SHUFFLE,
                List.of(),
                Map.of("factor", factor),
                Shape.of(List.of(
                        dim(0), dim(1).over((long) factor * factor), dim(2).times(factor), dim(3).times(factor))));
    }

    /** {@link Op#TAKE_TOKEN}. */
    public Tensor takeToken(Tensor positions) {
        return make(
                Op.TAKE_TOKEN,
                List.of(positions),
                Map.of(),
                shape.isKnown() ? Shape.of(List.of(dim(0), dim(2))) : Shape.unknown());
    }

    // Helpers of this package

    Tensor unary(Op kind, Map<String, Object> attrs) {
        return make(kind, List.of(), attrs, shape);
    }

    Tensor make(Op kind, List<Tensor> others, Map<String, Object> attrs, Shape result) {
        List<Tensor> all = new ArrayList<>();
        all.add(this);
        all.addAll(others);
        return graph.add(kind, all, attrs, result, dtype);
    }

    /** Reports that a weight does not fit, naming it and both shapes, and gives a result of unknown shape. */
    Tensor misfit(Op kind, Tensor weight, String wanted, List<Tensor> others, Map<String, Object> attrs, Shape result) {
        String name = weight.op == Op.WEIGHT && weight.attributes.get("weight") instanceof Weight w
                ? w.name()
                : weight.toString();
        graph.problem(name + " has the shape " + weight.shape + " where " + wanted + " is needed");
        return make(kind, others, attrs, result);
    }

    private Tensor broadcast(Op kind, Tensor other) {
        if (!shape.isKnown() || !other.shape.isKnown()) {
            return make(kind, List.of(other), Map.of(), Shape.unknown());
        }
        return Shape.broadcast(shape.dims(), other.shape.dims())
                .map(dims -> make(kind, List.of(other), Map.of(), Shape.of(dims)))
                .orElseGet(() -> mismatch(kind, other));
    }

    private Tensor mismatch(Op kind, Tensor other) {
        graph.problem(where() + kind + " does not go with the shapes " + shape + " and " + other.shape);
        return make(kind, List.of(other), Map.of(), Shape.unknown());
    }

    private String where() {
        return graph.place().isEmpty() ? "" : graph.place() + ": ";
    }

    @Override
    public String toString() {
        return "%" + id + " = " + op + " " + dtype + shape;
    }
}
