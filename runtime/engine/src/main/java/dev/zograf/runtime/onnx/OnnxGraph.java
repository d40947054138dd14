package dev.zograf.runtime.onnx;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An ONNX model under construction: the messages of {@code onnx.proto} that Zograf needs, field numbers included. */
final class OnnxGraph {

    /** The version of the operators; 21 is the first with every type that checkpoints have. */
    static final int OPSET = 21;

    /** The first version with convolutions in bfloat16. On CUDA ONNX Runtime 1.29 has no instance normalisation and no max pooling of it. */
    static final int OPSET_OF_BFLOAT16 = 22;

    private static final int IR_VERSION = 10;
    private static final int EXTERNAL = 1;

    private final int opset;
    private final OnnxWriter nodes = new OnnxWriter();
    private final OnnxWriter casts = new OnnxWriter();
    private final Initializers initializers = new Initializers();
    private final OnnxWriter defaults = new OnnxWriter();
    private final OnnxWriter inputs = new OnnxWriter();
    private final OnnxWriter outputs = new OnnxWriter();

    /** @param opset the version of ONNX's operators */
    OnnxGraph(int opset) {
        this.opset = opset;
    }

    /** Tensors with names, whose numbers are there when the graph begins. */
    static final class Initializers {

        private final OnnxWriter out = new OnnxWriter();

        private Initializers() {}

        /** A TensorProto with its numbers in the model. */
        void constant(String name, long[] numbers, long... shape) {
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(numbers);
            out.message(5, tensor(DType.I64, shape).text(8, name).bytes(9, bytes.array()));
        }

        /** A TensorProto with its numbers in the model. */
        void constant(String name, float[] numbers, long... shape) {
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(numbers);
            out.message(5, tensor(DType.F32, shape).text(8, name).bytes(9, bytes.array()));
        }

        /** A TensorProto without numbers. */
        void empty(String name, DType type, long... shape) {
            out.message(5, tensor(type, shape).text(8, name).bytes(9, new byte[0]));
        }

        /** A TensorProto whose numbers are a region of a file. */
        void external(String name, DType type, long[] shape, String location, long offset, long length) {
            OnnxWriter tensor = tensor(type, shape).text(8, name);
            Map<String, String> place = new TreeMap<>(Map.of("location", location));
            place.put("offset", Long.toString(offset));
            place.put("length", Long.toString(length));
            place.forEach((key, value) ->
                    tensor.message(13, new OnnxWriter().text(1, key).text(2, value)));
            out.message(5, tensor.number(14, EXTERNAL));
        }

        /** A TensorProto whose numbers the engine is given. */
        void given(String name, DType type, long[] shape, long length) {
            external(name, type, shape, "memory", 0, length);
        }
    }

    Initializers initializers() {
        return initializers;
    }

    /**
     * What makes {@code out} of a weight as it is stored. These come before all other nodes: where ONNX Runtime may choose, it runs what came
     * late early, and all weights would be there in both forms at a time.
     */
    void cast(String in, String out, DType to) {
        casts.message(1, written("", "Cast", "Cast/" + out, List.of(in), List.of(out), Map.of("to", OnnxType.of(to))));
    }

    /**
     * A NodeProto.
     *
     * @param domain empty for ONNX's own operators
     * @param in an empty name leaves an optional input out
     * @param attributes {@code Integer} or {@code Long}, {@code Float} or {@code Double}, {@code String}, {@code int[]} or {@code long[]}
     */
    void node(String domain, String type, String name, List<String> in, List<String> out, Map<String, ?> attributes) {
        nodes.message(1, written(domain, type, name, in, out, attributes));
    }

    private static OnnxWriter written(
            String domain, String type, String name, List<String> in, List<String> out, Map<String, ?> attributes) {
        OnnxWriter node = new OnnxWriter();
        in.forEach(each -> node.text(1, each));
        out.forEach(each -> node.text(2, each));
        node.text(3, name).text(4, type);
        new TreeMap<>(attributes).forEach((key, value) -> node.message(5, attribute(key, value)));
        if (!domain.isEmpty()) {
            node.text(7, domain);
        }
        return node;
    }

    private static OnnxWriter attribute(String name, Object value) {
        OnnxWriter out = new OnnxWriter().text(1, name);
        if (value instanceof Integer || value instanceof Long) {
            return out.number(3, ((Number) value).longValue()).number(20, 2);
        }
        if (value instanceof Float || value instanceof Double) {
            return out.real(2, ((Number) value).floatValue()).number(20, 1);
        }
        if (value instanceof String text) {
            return out.text(4, text).number(20, 3);
        }
        if (value instanceof int[] ints) {
            for (int each : ints) {
                out.number(8, each);
            }
            return out.number(20, 7);
        }
        if (value instanceof long[] longs) {
            for (long each : longs) {
                out.number(8, each);
            }
            return out.number(20, 7);
        }
        throw new IllegalArgumentException("The attribute " + name + " has the type " + value.getClass() + ".");
    }

    private static OnnxWriter tensor(DType type, long[] shape) {
        OnnxWriter tensor = new OnnxWriter();
        for (long size : shape) {
            tensor.number(1, size);
        }
        return tensor.number(2, OnnxType.of(type));
    }

    /** A ValueInfoProto of the graph's inputs, with names for the sizes that are not fixed. */
    void input(String name, DType type, List<Dim> shape) {
        inputs.message(11, value(name, tensorType(type, shape)));
    }

    private static OnnxWriter tensorType(DType type, List<Dim> shape) {
        OnnxWriter dims = new OnnxWriter();
        for (Dim dim : shape) {
            OnnxWriter one = new OnnxWriter();
            dims.message(1, dim.isFixed() ? one.number(1, dim.fixed()) : one.text(2, dim.toString()));
        }
        return new OnnxWriter().number(1, OnnxType.of(type)).message(2, dims);
    }

    /** A ValueInfoProto that makes an initializer the default of an input, in the form that has such. */
    void byDefault(String name, DType type, long[] shape) {
        defaults.message(
                11,
                value(
                        name,
                        tensorType(type, Arrays.stream(shape).mapToObj(Dim::of).toList())));
    }

    /** A ValueInfoProto of the graph's outputs; the engine infers the shape. */
    void output(String name, DType type) {
        outputs.message(12, value(name, new OnnxWriter().number(1, OnnxType.of(type))));
    }

    private static OnnxWriter value(String name, OnnxWriter tensorType) {
        return new OnnxWriter().text(1, name).message(2, new OnnxWriter().message(1, tensorType));
    }

    /**
     * The ModelProto.
     *
     * @param defaults whether some initializers are defaults of inputs
     */
    byte[] toBytes(String name, boolean defaults) {
        OnnxWriter graph = new OnnxWriter();
        OnnxWriter model = new OnnxWriter().number(1, IR_VERSION).text(2, "zograf");
        graph.raw(casts).raw(nodes).text(2, name).raw(initializers.out).raw(inputs);
        if (defaults) {
            graph.raw(this.defaults);
        }
        return model.message(7, graph.raw(outputs))
                .message(8, new OnnxWriter().text(1, "").number(2, opset))
                .message(8, new OnnxWriter().text(1, OnnxOps.FUSED).number(2, 1))
                .toBytes();
    }
}
