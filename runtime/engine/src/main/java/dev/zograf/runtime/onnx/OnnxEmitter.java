package dev.zograf.runtime.onnx;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a tensor graph without problems into an ONNX model: every input, and of the rest what an output needs. Weights stay in the
 * type in which they are stored, followed by a {@code Cast} where the network computes in another.
 */
public final class OnnxEmitter {

    /** How many bytes of weights as 32-bit floats are worth converting beside the engine. */
    private static final long MANY = 64L << 20;

    /** How many numbers fit into a Java buffer of 16-bit ones. */
    private static final long LARGEST_FED = Integer.MAX_VALUE / 2;

    private static final Set<Op> LEAVES = EnumSet.of(Op.INPUT, Op.WEIGHT, Op.CONSTANT);

    private final OnnxGraph onnx = new OnnxGraph();
    private final OnnxDims dims = new OnnxDims(this);
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, String> stored = new HashMap<>();
    private final Map<List<Long>, String> longs = new HashMap<>();
    private final List<OnnxModel.InMemory> common = new ArrayList<>();
    private final List<OnnxModel.InMemory> narrow = new ArrayList<>();
    private final List<OnnxModel.Fed> fed = new ArrayList<>();
    private final BitSet kernels = new BitSet();
    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<String> placed = new HashSet<>();
    private Optional<Path> root = Optional.empty();
    private long storedBytes;
    private long computeBytes;
    private long fedBytes;
    private int fresh;

    private OnnxEmitter() {}

    /**
     * The graph as ONNX.
     *
     * @param name a name for messages of the engine
     * @throws IllegalArgumentException if the graph has problems or no outputs
     */
    public static OnnxModel emit(String name, TensorGraph graph) {
        if (!graph.problems().isEmpty() || graph.outputs().isEmpty()) {
            throw new IllegalArgumentException("The network " + name + " cannot be used: " + graph.problems());
        }
        return new OnnxEmitter().run(name, graph);
    }

    private OnnxModel run(String name, TensorGraph graph) {
        graph.inputs().forEach((input, tensor) -> {
            onnx.input(input, tensor.dtype(), tensor.shape().dims());
            names.put(tensor.id(), input);
            dims.see(tensor);
        });
        findKernels(graph);
        Map<Integer, String> outputs = new HashMap<>();
        graph.outputs().forEach((output, tensor) -> outputs.putIfAbsent(tensor.id(), output));
        for (Tensor tensor : graph.needed()) {
            if (!LEAVES.contains(tensor.op())) {
                names.put(tensor.id(), outputs.getOrDefault(tensor.id(), "%t" + tensor.id()));
            }
            OnnxOps.lower(tensor, this);
            dims.see(tensor);
        }
        graph.outputs().forEach((output, tensor) -> {
            onnx.output(output, tensor.dtype());
            if (!name(tensor).equals(output)) {
                node("", "Identity", List.of(name(tensor)), output, Map.of());
            }
        });
        Optional<OnnxModel.Form> feeding = fedBytes >= MANY
                ? Optional.of(new OnnxModel.Form(onnx.toBytes(name, true), common, fed))
                : Optional.empty();
        List<OnnxModel.InMemory> all = new ArrayList<>(common);
        all.addAll(narrow);
        OnnxModel.Form whole = new OnnxModel.Form(onnx.toBytes(name, false), all, List.of());
        return new OnnxModel(whole, feeding, root, files, storedBytes, computeBytes);
    }

    /** The weights that convolutions alone use: the engine lays them out anew in no form that matters here, so they can be inputs. */
    private void findKernels(TensorGraph graph) {
        BitSet others = new BitSet();
        for (Tensor tensor : graph.needed()) {
            for (int i = 0; i < tensor.inputs().size(); i++) {
                boolean kernel = tensor.op() == Op.CONV && i == 1;
                (kernel ? kernels : others).set(tensor.inputs().get(i).id());
            }
        }
        kernels.andNot(others);
    }

    // What the table of operators uses

    /** The value's name in the model. */
    String name(Tensor tensor) {
        if (tensor.op() == Op.WEIGHT) {
            String known = names.get(tensor.id());
            return known != null ? known : weight(tensor);
        }
        String name = names.get(tensor.id());
        if (name == null) {
            throw new IllegalStateException(tensor + " is used before it is made.");
        }
        return name;
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
            onnx.common().constant(name, numbers, numbers.length);
            return name;
        });
    }

    /** Numbers of the given shape. */
    String floats(float[] numbers, long... shape) {
        String name = "%c" + fresh++;
        onnx.common().constant(name, numbers, shape);
        return name;
    }

    /** Makes a constant of the graph known by this name. */
    void constant(Tensor tensor, String name) {
        names.put(tensor.id(), name);
    }

    /** A weight in the type in which it is stored. */
    String stored(Tensor tensor) {
        String known = stored.get(tensor.id());
        if (known == null) {
            known = place(tensor.attribute("weight", Weight.class), onnx.common(), common);
            stored.put(tensor.id(), known);
        }
        return known;
    }

    private String weight(Tensor tensor) {
        Weight weight = tensor.attribute("weight", Weight.class);
        computeBytes += weight.size() * tensor.dtype().bytes();
        String name;
        if (weight.dtype() == tensor.dtype() || asFloats(weight)) {
            name = stored(tensor);
        } else if (kernels.get(tensor.id()) && isFed(weight, tensor.dtype())) {
            name = fed(tensor.dtype(), weight);
        } else {
            name = op("Cast", List.of(stored(tensor)), Map.of("to", OnnxType.of(tensor.dtype())));
        }
        names.put(tensor.id(), name);
        return name;
    }

    private static boolean isFed(Weight weight, DType to) {
        boolean half = weight.dtype() == DType.F16 || weight.dtype() == DType.BF16;
        return half && to == DType.F32 && weight.size() > 0 && weight.size() <= LARGEST_FED;
    }

    private String fed(DType type, Weight weight) {
        String name = "%x" + fresh++;
        onnx.cast(place(weight, onnx.narrow(), narrow), name, type);
        onnx.fed(name, type, weight.shape());
        fed.add(new OnnxModel.Fed(name, weight));
        fedBytes += weight.size() * type.bytes();
        return name;
    }

    private String place(Weight weight, OnnxGraph.Initializers initializers, List<OnnxModel.InMemory> inMemory) {
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
