package dev.zograf.runtime.onnx;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A model that does nothing but turn the numbers of a tensor of four axes into another type. */
public final class OnnxCast {

    /** The name of its input. */
    public static final String FROM = "from";

    /** The name of its output, of the same shape. */
    public static final String TO = "to";

    private OnnxCast() {}

    /** The ModelProto. */
    public static byte[] model(DType from, DType to) {
        OnnxGraph onnx = new OnnxGraph(OnnxGraph.OPSET);
        onnx.input(
                FROM,
                from,
                Stream.of("out", "in", "height", "width").map(Dim::symbol).toList());
        onnx.node("", "Cast", "cast", List.of(FROM), List.of(TO), Map.of("to", OnnxType.of(to)));
        onnx.output(TO, to);
        return onnx.toBytes("cast", false);
    }
}
