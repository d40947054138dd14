package dev.zograf.runtime.network;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.model.FileStamp;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the graph of a network over its weights and checks it. */
final class NetworkBuild {

    private NetworkBuild() {}

    /**
     * A network that can be loaded at any time.
     *
     * @throws BadFileException if weights are missing or of another shape than the definition needs; all are named
     */
    static CompiledNetwork of(CompiledNetwork.Key key, Weights weights, Backends backends) {
        NetworkDefinition definition = key.definition();
        TensorGraph graph = new TensorGraph();
        definition.build(graph, weights);
        if (!graph.problems().isEmpty()) {
            throw new BadFileException(weights.file(), mismatch(graph.problems()));
        }
        for (Map.Entry<String, Tensor> output : graph.outputs().entrySet()) {
            if (output.getValue().dtype() != DType.F32) {
                throw new IllegalArgumentException("The output " + output.getKey() + " of the network "
                        + definition.name() + " is " + output.getValue().dtype() + "; outputs are 32-bit floats.");
            }
        }
        return new CompiledNetwork(
                key,
                weights,
                stamps(graph),
                backends.prepare(definition.name(), graph, key.precision()),
                new NetworkInputs(definition.name(), graph),
                WorkingMemory.of(graph),
                Set.copyOf(graph.outputs().keySet()));
    }

    /** The states of the files that hold weights, so that a change is seen before the engine maps them. */
    private static Map<Path, FileStamp> stamps(TensorGraph graph) {
        Map<Path, FileStamp> stamps = new HashMap<>();
        for (Tensor tensor : graph.nodes()) {
            if (tensor.op() == Op.WEIGHT
                    && tensor.attribute("weight", Weight.class).storage() instanceof WeightStorage.InFile region) {
                stamps.computeIfAbsent(region.file(), FileStamp::ofWeights);
            }
        }
        return Map.copyOf(stamps);
    }

    /** Every problem, since each is a place to mend; on lines of their own if there are several. */
    private static String mismatch(List<String> problems) {
        String say = "The weights do not match the model's configuration: ";
        return problems.size() == 1 ? say + problems.get(0) + "." : say + "\n  " + String.join("\n  ", problems);
    }
}
