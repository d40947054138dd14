package dev.zograf.runtime.onnx;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import java.util.List;

/**
 * What of a graph is one model: all of it, or a part that goes on where an earlier one ended. It has the graph's inputs in any case.
 *
 * @param given values that an earlier part made, inputs too
 * @param nodes what it makes and the weights and constants that it needs, in an order in which inputs come first
 * @param kept of these what later parts need, outputs too, beside those of the graph that are among them
 */
public record OnnxPart(TensorGraph graph, List<Tensor> given, List<Tensor> nodes, List<Tensor> kept) {

    /** Copies the lists. */
    public OnnxPart {
        given = List.copyOf(given);
        nodes = List.copyOf(nodes);
        kept = List.copyOf(kept);
    }

    /** All that the outputs need. */
    public static OnnxPart whole(TensorGraph graph) {
        return new OnnxPart(graph, List.of(), graph.needed(), List.of());
    }

    /** What a value that goes from part to part is called in both. */
    public static String name(Tensor tensor) {
        return "%t" + tensor.id();
    }
}
