package dev.zograf.testkit.fake;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Network;
import dev.zograf.api.model.Networks;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Computes networks by the slow reference in plain Java: no native library, right for networks of some thousand weights. Mistakes of
 * weights are reported as the engine does.
 */
public final class FakeNetworks implements Networks {

    @Override
    public Network compile(NetworkDefinition definition, Weights weights) {
        TensorGraph graph = new TensorGraph();
        definition.build(graph, weights);
        if (!graph.problems().isEmpty()) {
            throw new BadFileException(weights.file(), String.join(" ", graph.problems()));
        }
        return new Interpreted(definition.name(), graph);
    }

    private record Interpreted(String name, TensorGraph graph) implements Network {

        @Override
        public Map<String, FloatTensor> run(
                Map<String, ? extends HostTensor> inputs, Set<String> outputs, Cancellation cancellation) {
            cancellation.throwIfRequested();
            Map<String, FloatTensor> all = Interpreter.run(graph, inputs);
            cancellation.throwIfRequested();
            Map<String, FloatTensor> wanted = new LinkedHashMap<>();
            for (String output : outputs) {
                FloatTensor value = all.get(output);
                if (value == null) {
                    throw new IllegalArgumentException(
                            "The network " + name + " has no output " + output + "; it has " + all.keySet() + ".");
                }
                wanted.put(output, value);
            }
            return wanted;
        }
    }
}
