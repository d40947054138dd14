package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.Wrapper;
import java.util.ArrayList;
import java.util.List;

/** The inputs and outputs of a workflow as the ports of a node that stands for it. */
final class Signature {

    private Signature() {}

    static NodeSchema of(String name, WorkflowGraph graph, WorkflowInputs inputs, boolean effect, boolean pure) {
        WorkflowFile file = graph.file();
        List<PortSchema> in = new ArrayList<>();
        file.inputs()
                .forEach((input, entry) -> inputs.carried(input).ifPresent(c -> in.add(port(input, entry, c, inputs))));
        List<PortSchema> out = new ArrayList<>();
        graph.outputs().values().forEach(output -> out.add(output.port()));
        return NodeSchema.ofWorkflow(
                WorkflowFile.DEFINED + name,
                file.title().isEmpty() ? name : file.title(),
                file.description(),
                effect,
                pure,
                List.copyOf(in),
                List.copyOf(out));
    }

    private static PortSchema port(String name, InputEntry entry, Carried carried, WorkflowInputs inputs) {
        List<Wrapper> wrappers = carried.list() ? List.of(Wrapper.LIST) : List.of();
        PortSchema port = PortSchema.of(name, carried.type(), wrappers, entry.doc())
                .within(entry.min(), entry.max(), entry.choices());
        return inputs.value(name).map(port::withInitial).orElse(port);
    }
}
