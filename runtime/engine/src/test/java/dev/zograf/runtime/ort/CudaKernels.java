package dev.zograf.runtime.ort;

import dev.zograf.runtime.onnx.OnnxMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For which types ONNX Runtime's CUDA provider has kernels of the operators that networks are written with: what the GPU build of one version
 * answered for a model of a single node of each type, with libraries that do nothing in the place of CUDA's. It agrees with
 * {@code docs/OperatorKernels.md} there.
 */
final class CudaKernels {

    static final String VERSION = "1.29.0";

    private static final int F32 = 1;
    private static final int I32 = 6;
    private static final int I64 = 7;
    private static final int F16 = 10;
    private static final int BF16 = 16;

    private static final Set<Integer> FLOATS = Set.of(F32, F16, BF16);
    private static final Set<Integer> ALL = Set.of(F32, F16, BF16, I64, I32);
    private static final Set<Integer> TWO_FLOATS = Set.of(F32, F16);
    private static final Set<Integer> WHOLE = Set.of(I64, I32);

    /** By name, for versions 21 and 22 of ONNX's operators. */
    private static final Map<String, Set<Integer>> BOTH = new HashMap<>();

    private static final Map<String, Set<Integer>> IN_21 = Map.of(
            "Conv", TWO_FLOATS,
            "Cos", TWO_FLOATS,
            "InstanceNormalization", TWO_FLOATS,
            "MaxPool", TWO_FLOATS,
            "Sin", TWO_FLOATS);

    private static final Map<String, Set<Integer>> IN_22 = Map.of("Conv", FLOATS, "Cos", FLOATS, "Sin", FLOATS);

    static {
        add(
                ALL,
                "Add",
                "Cast",
                "Concat",
                "Div",
                "Expand",
                "Gather",
                "Identity",
                "Max",
                "Mul",
                "Reshape",
                "ScatterElements",
                "Shape",
                "Slice",
                "Squeeze",
                "Sub",
                "Transpose",
                "Unsqueeze");
        add(
                FLOATS,
                "Exp",
                "Gelu",
                "Gemm",
                "LayerNormalization",
                "MatMul",
                "MultiHeadAttention",
                "QuickGelu",
                "Relu",
                "Sigmoid",
                "SimplifiedLayerNormalization",
                "Softmax",
                "Sqrt",
                "Tanh");
        add(TWO_FLOATS, "ArgMax", "DepthToSpace", "LeakyRelu", "PRelu", "SpaceToDepth");
        add(Set.of(F32, F16, I32), "ReduceMean", "Resize");
        add(Set.of(F32, F16, I64), "Clip");
        add(Set.of(F32, F16, I64, I32), "ReduceMax", "TopK");
        add(Set.of(F32, F16, BF16, I64), "GatherND");
        add(Set.of(F32, I64, I32), "Range");
    }

    private CudaKernels() {}

    private static void add(Set<Integer> types, String... names) {
        for (String name : names) {
            BOTH.put(name, types);
        }
    }

    /** Why the provider cannot compute a node; empty if it can. */
    static Optional<String> obstacle(OnnxMessage node, int opset, Map<String, Integer> types) {
        String name = node.texts(4).get(0);
        Set<Integer> able = BOTH.getOrDefault(name, (opset == 21 ? IN_21 : IN_22).getOrDefault(name, Set.of()));
        int type = first(node, types);
        if (!able.contains(type)) {
            return Optional.of(name + " has no kernel for the type " + type + " in version " + opset);
        }
        Set<Integer> others = new HashSet<>();
        node.texts(1).stream().filter(input -> !input.isEmpty()).forEach(input -> others.add(types.get(input)));
        others.remove(type);
        others.removeAll(WHOLE);
        // The scales of a picture are 32-bit floats whatever it is.
        boolean scales = name.equals("Resize") && others.equals(Set.of(F32));
        return others.isEmpty() || scales
                ? Optional.empty()
                : Optional.of(name + " is given the types " + type + " and " + others);
    }

    /** Notes the types of what a node makes. */
    static void addOutputs(OnnxMessage node, Map<String, Integer> types) {
        List<String> outputs = node.texts(2);
        String name = node.texts(4).get(0);
        int made = switch (name) {
            case "Cast" -> Math.toIntExact(node.named(5, 1, "to").numbers(3).get(0));
            case "Shape", "ArgMax" -> I64;
            default -> first(node, types);
        };
        types.put(outputs.get(0), made);
        if (name.equals("TopK")) {
            types.put(outputs.get(1), I64);
        }
    }

    /** The type of a ValueInfoProto. */
    static long typeOf(OnnxMessage value) {
        return value.all(2).get(0).all(1).get(0).numbers(1).get(0);
    }

    private static int first(OnnxMessage node, Map<String, Integer> types) {
        return types.get(node.texts(1).get(0));
    }
}
