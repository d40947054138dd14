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

    private static final Set<Op> LEAVES = EnumSet.of(Op.INPUT, Op.WEIGHT, Op.CONSTANT);

    private final OnnxGraph onnx = new OnnxGraph();
    private final OnnxDims dims = new OnnxDims(this);
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, String> stored = new HashMap<>();
    private final Map<List<Long>, String> longs = new HashMap<>();
    private final List<OnnxModel.InMemory> inMemory = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<String> placed = new HashSet<>();
    private Optional<Path> root = Optional.empty();
    private long storedBytes;
    private long computeBytes;
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
        BitSet needed = needed(graph);
        Map<Integer, String> outputs = new HashMap<>();
        graph.outputs().forEach((output, tensor) -> outputs.putIfAbsent(tensor.id(), output));
        for (Tensor tensor : graph.nodes()) {
            if (needed.get(tensor.id())) {
                if (!LEAVES.contains(tensor.op())) {
                    names.put(tensor.id(), outputs.getOrDefault(tensor.id(), "%t" + tensor.id()));
                }
                OnnxOps.lower(tensor, this);
                dims.see(tensor);
            }
        }
        graph.outputs().forEach((output, tensor) -> {
            onnx.output(output, tensor.dtype());
            if (!name(tensor).equals(output)) {
                node("", "Identity", List.of(name(tensor)), output, Map.of());
            }
        });
        return new OnnxModel(onnx.toBytes(name), root, files, inMemory, storedBytes, computeBytes);
    }

    private static BitSet needed(TensorGraph graph) {
        BitSet needed = new BitSet();
        graph.outputs().values().forEach(tensor -> needed.set(tensor.id()));
        for (int id = graph.nodes().size() - 1; id >= 0; id--) {
            if (needed.get(id)) {
                graph.nodes().get(id).inputs().forEach(input -> needed.set(input.id()));
            }
        }
        return needed;
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
            onnx.constant(name, numbers, numbers.length);
            return name;
        });
    }

    /** Numbers of the given shape. */
    String floats(float[] numbers, long... shape) {
        String name = "%c" + fresh++;
        onnx.constant(name, numbers, shape);
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
            known = place(tensor.attribute("weight", Weight.class));
            stored.put(tensor.id(), known);
        }
        return known;
    }

    private String weight(Tensor tensor) {
        Weight weight = tensor.attribute("weight", Weight.class);
        computeBytes += weight.size() * tensor.dtype().bytes();
        String name = stored(tensor);
        if (weight.dtype() != tensor.dtype() && !asFloats(weight)) {
            name = op("Cast", List.of(name), Map.of("to", OnnxType.of(tensor.dtype())));
        }
        names.put(tensor.id(), name);
        return name;
    }

    private String place(Weight weight) {
        String plain = "%w/" + weight.name();
        // Edits bring weights of other files, in which the same names occur.
        String name = plain;
        for (int copy = 1; !placed.add(name); copy++) {
            name = plain + "#" + copy;
        }
        long bytes = weight.size() * weight.dtype().bytes();
        storedBytes += bytes;
        if (bytes == 0) {
            onnx.empty(name, weight.dtype(), weight.shape());
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
            onnx.external(name, weight.dtype(), weight.shape(), location, region.offset(), region.length());
        } else {
            boolean asFloats = asFloats(weight);
            inMemory.add(new OnnxModel.InMemory(name, weight, asFloats));
            onnx.external(name, asFloats ? DType.F32 : weight.dtype(), weight.shape(), "memory", 0, bytes);
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
