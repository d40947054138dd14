package dev.zograf.runtime.onnx;

import dev.zograf.runtime.network.CastKernels;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a tensor graph without problems into an ONNX model: every input, and of the rest what an output needs. Weights stay in the
 * type in which they are stored, followed by a {@code Cast} where the network computes in another.
 */
public final class OnnxEmitter {

    private final OnnxGraph onnx;
    private final OnnxDims dims = new OnnxDims(this);
    private final OnnxNumbers numbers;
    private final HalfValues halves;

    /** Values of 32 bits and whole numbers by what makes them, and those of 16 bits; some are there in both forms. */
    private final Map<Integer, String> wide = new HashMap<>();

    private final Map<Integer, String> half = new HashMap<>();
    private final Map<Integer, String> stored = new HashMap<>();
    private final Map<List<Long>, String> longs = new HashMap<>();
    private final List<OnnxModel.InMemory> inMemory = new ArrayList<>();
    private final Set<Tensor> kernels;
    private final SplitLayers layers;
    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<String> placed = new HashSet<>();
    private Optional<Path> root = Optional.empty();
    private long storedBytes;
    private long computeBytes;
    private int fresh;

    /** The operator that is written now, what it gives, and whether it takes 16 bits. */
    private @Nullable Tensor current;

    private String result = "";
    private boolean takesHalf;

    private OnnxEmitter(OnnxNumbers numbers, HalfValues halves, Set<Tensor> kernels, SplitLayers layers) {
        this.onnx = new OnnxGraph(numbers.opset());
        this.numbers = numbers;
        this.halves = halves;
        this.kernels = kernels;
        this.layers = layers;
    }

    /** The graph as ONNX in 32-bit floats. */
    public static OnnxModel emit(String name, TensorGraph graph) {
        return emit(name, OnnxPart.whole(graph), OnnxNumbers.FLOAT32);
    }

    /**
     * A graph or a part of it as ONNX.
     *
     * @param name a name for messages of the engine
     * @throws IllegalArgumentException if the graph has problems or no outputs
     */
    public static OnnxModel emit(String name, OnnxPart part, OnnxNumbers numbers) {
        TensorGraph graph = part.graph();
        if (!graph.problems().isEmpty() || graph.outputs().isEmpty()) {
            throw new IllegalArgumentException("The network " + name + " cannot be used: " + graph.problems());
        }
        Set<Tensor> kernels = numbers.isExact() ? CastKernels.of(part.nodes()) : Set.of();
        SplitLayers layers = numbers.isExact() ? SplitLayers.of(part) : SplitLayers.none();
        return new OnnxEmitter(numbers, HalfValues.of(graph.needed(), numbers), kernels, layers).run(name, part);
    }

    private OnnxModel run(String name, OnnxPart part) {
        part.graph().inputs().forEach((input, tensor) -> declare(input, tensor));
        part.given().forEach(tensor -> declare(OnnxPart.name(tensor), tensor));
        Map<Integer, String> outputs = new HashMap<>();
        part.graph().outputs().forEach((output, tensor) -> outputs.putIfAbsent(tensor.id(), output));
        part.kept().forEach(tensor -> outputs.remove(tensor.id()));
        for (Tensor tensor : part.nodes()) {
            if (tensor.op().isLeaf()) {
                OnnxOps.lower(tensor, this);
            } else if (layers.isSplit(tensor)) {
                continue;
            } else {
                String direct = isNarrow(tensor) ? null : outputs.get(tensor.id());
                lower(tensor, direct == null ? OnnxPart.name(tensor) : direct);
            }
            dims.see(tensor);
        }
        part.kept().forEach(tensor -> onnx.output(OnnxPart.name(tensor), type(tensor)));
        part.graph().outputs().forEach((output, tensor) -> {
            if (part.nodes().contains(tensor)) {
                output(output, tensor);
            }
        });
        byte[] bytes = onnx.toBytes(name, false);
        Optional<OnnxModel.Casting> casting = kernels.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new OnnxModel.Casting(onnx.toBytes(name, true), CastKernels.bytes(computeBytes, kernels)));
        return new OnnxModel(bytes, casting, inMemory, root, files, storedBytes, computeBytes);
    }

    private void declare(String name, Tensor tensor) {
        onnx.input(name, type(tensor), tensor.shape().dims());
        known(tensor, name);
        dims.see(tensor);
    }

    private void output(String output, Tensor tensor) {
        onnx.output(output, tensor.dtype());
        if (isNarrow(tensor)) {
            node("", "Cast", List.of(half(tensor)), output, Map.of("to", OnnxType.of(tensor.dtype())));
        } else if (!wide(tensor).equals(output)) {
            node("", "Identity", List.of(wide(tensor)), output, Map.of());
        }
    }

    /** Writes what makes a value, and turns the value into the type in which it is kept. */
    private void lower(Tensor tensor, String name) {
        boolean rounds = halves.contains(tensor)
                && (numbers == OnnxNumbers.ROUNDED ? !halves.isMoved(tensor) : !halves.takes(tensor));
        takesHalf = halves.takes(tensor);
        result = rounds ? "%x" + fresh++ : name;
        current = tensor;
        OnnxOps.lower(tensor, this);
        current = null;
        takesHalf = false;
        if (rounds) {
            round(result, name);
        }
        known(tensor, name);
    }

    private void known(Tensor tensor, String name) {
        if (halves.contains(tensor)) {
            half.put(tensor.id(), name);
        }
        if (!isNarrow(tensor)) {
            wide.put(tensor.id(), name);
        }
    }

    /** Whether a value is kept in 16 bits, rather than merely having no more. */
    private boolean isNarrow(Tensor tensor) {
        return numbers.keepsNarrow() && halves.contains(tensor);
    }

    private DType type(Tensor tensor) {
        return isNarrow(tensor) ? numbers.narrow() : tensor.dtype();
    }

    private void round(String from, String to) {
        if (numbers.keepsNarrow()) {
            node("", "Cast", List.of(from), to, Map.of("to", OnnxType.of(numbers.narrow())));
        } else {
            node("", "Cast", List.of(cast(from, numbers.narrow())), to, Map.of("to", OnnxType.of(DType.F32)));
        }
    }

    private String cast(String from, DType to) {
        return op("Cast", List.of(from), Map.of("to", OnnxType.of(to)));
    }

    // What the table of operators uses

    /** The version of ONNX's operators that is written. */
    int opset() {
        return numbers.opset();
    }

    /** The name of what the operator that is written now gives, or of one of the values that it takes, in the type in which it takes them. */
    String name(Tensor tensor) {
        if (tensor == current) {
            return result;
        }
        return takesHalf && tensor.dtype() == DType.F32 ? half(tensor) : wide(tensor);
    }

    private String wide(Tensor tensor) {
        String known = wide.get(tensor.id());
        if (known != null) {
            return known;
        }
        String made;
        if (tensor.op() == Op.WEIGHT) {
            made = weight(tensor);
        } else if (half.containsKey(tensor.id())) {
            made = cast(half(tensor), tensor.dtype());
        } else {
            throw new IllegalStateException(tensor + " is used before it is made.");
        }
        wide.put(tensor.id(), made);
        return made;
    }

    private String half(Tensor tensor) {
        String known = half.get(tensor.id());
        if (known == null) {
            known = tensor.op() == Op.WEIGHT ? halfWeight(tensor) : rounded(wide(tensor));
            half.put(tensor.id(), known);
        }
        return known;
    }

    private String rounded(String wide) {
        String out = "%x" + fresh++;
        round(wide, out);
        return out;
    }

    /** The name of any form of a value, of which only the sizes matter. */
    String sized(Tensor tensor) {
        String known = wide.get(tensor.id());
        return known != null ? known : half(tensor);
    }

    /** The linear layer of which a slice is written as a part. */
    Optional<Tensor> layer(Tensor slice) {
        return layers.layer(slice);
    }

    /** Some rows of a weight, in the type in which the network computes. */
    String rows(Tensor weight, long from, long to) {
        return weight(weight.attribute("weight", Weight.class).rows(from, to), weight.dtype());
    }

    /** Whether operators are chosen for processors. */
    boolean isForProcessors() {
        return numbers.isForProcessors();
    }

    /** The sizes that are known only when the network runs. */
    OnnxDims dims() {
        return dims;
    }

    /** A node of any number of inputs that makes {@code out}. */
    void node(String domain, String type, List<String> in, String out, Map<String, ?> attributes) {
        onnx.node(domain, type, type + "/" + out, in, List.of(out), attributes);
    }

    /** As {@link #op}, of an operator that makes two results: the name of the second. */
    String second(String type, List<String> in, Map<String, ?> attributes) {
        String first = "%x" + fresh++;
        String out = "%x" + fresh++;
        onnx.node("", type, type + "/" + out, in, List.of(first, out), attributes);
        return out;
    }

    /** A node of ONNX's own operators between the nodes of the table; its result's name. */
    String op(String type, List<String> in, Map<String, ?> attributes) {
        String out = "%x" + fresh++;
        node("", type, in, out, attributes);
        return out;
    }

    /** A vector of whole numbers. */
    String longs(long... numbers) {
        return longs.computeIfAbsent(Arrays.stream(numbers).boxed().toList(), key -> {
            String name = "%n" + fresh++;
            onnx.initializers().constant(name, numbers, numbers.length);
            return name;
        });
    }

    /** Numbers of the given shape. */
    String floats(float[] numbers, long... shape) {
        String name = "%c" + fresh++;
        onnx.initializers().constant(name, numbers, shape);
        return name;
    }

    /** One number in the type that the operator takes. */
    String number(double number) {
        String wide = floats(new float[] {(float) number});
        return takesHalf ? rounded(wide) : wide;
    }

    /** Makes a constant of the graph known by this name. */
    void constant(Tensor tensor, String name) {
        wide.put(tensor.id(), name);
    }

    /** A weight in the type in which it is stored. */
    String stored(Tensor tensor) {
        String known = stored.get(tensor.id());
        if (known == null) {
            known = place(tensor.attribute("weight", Weight.class));
            stored.put(tensor.id(), known);
        }
        return known;
    }

    private String weight(Tensor tensor) {
        Weight weight = tensor.attribute("weight", Weight.class);
        computeBytes += weight.size() * tensor.dtype().bytes();
        if (weight.dtype() == tensor.dtype() || asFloats(weight)) {
            return stored(tensor);
        }
        String name = stored(tensor);
        if (kernels.contains(tensor)) {
            onnx.byDefault(name, weight.dtype(), weight.shape());
        }
        return castWeight(name, tensor.dtype());
    }

    private String weight(Weight weight, DType type) {
        computeBytes += weight.size() * type.bytes();
        return weight.dtype() == type || asFloats(weight) ? place(weight) : castWeight(place(weight), type);
    }

    private String halfWeight(Tensor tensor) {
        Weight weight = tensor.attribute("weight", Weight.class);
        if (!numbers.keepsNarrow()) {
            return weight.dtype() == numbers.narrow() ? wide(tensor) : rounded(wide(tensor));
        }
        computeBytes += weight.size() * numbers.narrow().bytes();
        return weight.dtype() == numbers.narrow() ? stored(tensor) : castWeight(stored(tensor), numbers.narrow());
    }

    private String castWeight(String stored, DType to) {
        String out = "%x" + fresh++;
        onnx.cast(stored, out, to);
        return out;
    }

    private String place(Weight weight) {
        OnnxGraph.Initializers initializers = onnx.initializers();
        String plain = "%w/" + weight.name();
        // Edits bring weights of other files, in which the same names occur.
        String name = plain;
        for (int copy = 1; !placed.add(name); copy++) {
            name = plain + "#" + copy;
        }
        long bytes = weight.size() * weight.dtype().bytes();
        storedBytes += bytes;
        if (bytes == 0) {
            initializers.empty(name, weight.dtype(), weight.shape());
        } else if (weight.storage() instanceof WeightStorage.InFile region) {
            Path top = region.file().getRoot();
            if (root.isPresent() && !root.get().equals(top)) {
                throw new IllegalArgumentException("The files of one network must be on one drive, but " + region.file()
                        + " is not below " + root.get() + ".");
            }
            root = Optional.ofNullable(top);
            files.add(region.file());
            String location = root.map(folder -> folder.relativize(region.file()))
                    .orElse(region.file())
                    .toString();
            initializers.external(name, weight.dtype(), weight.shape(), location, region.offset(), region.length());
        } else {
            boolean asFloats = asFloats(weight);
            inMemory.add(new OnnxModel.InMemory(name, weight, asFloats));
            initializers.given(name, asFloats ? DType.F32 : weight.dtype(), weight.shape(), bytes);
        }
        return name;
    }

    /** The engine's Java interface has no 8-bit floats, so those that are not in a file are widened before. */
    private static boolean asFloats(Weight weight) {
        return weight.storage() instanceof WeightStorage.InMemory
                && weight.dtype().isFloat()
                && weight.dtype().bytes() == 1;
    }
}
