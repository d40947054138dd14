package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.json.WorkflowFile.OutputEntry;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The inputs of a workflow as a prompt of ComfyUI can have them, which has none: values, and nodes that load pictures. */
final class ExportedInputs {

    private static final Map<String, String> LOADERS = Map.of("image", "load-image", "mask", "load-mask");

    private final WorkflowFile file;
    private final Map<String, String> values;
    private final Map<String, NodeEntry> nodes;
    private final Map<String, Value> links = new TreeMap<>();

    private ExportedInputs(WorkflowFile file, Map<String, String> values) {
        this.file = file;
        this.values = values;
        this.nodes = new LinkedHashMap<>(file.nodes());
    }

    /**
     * The same workflow with these values as the defaults of its inputs, and a node that loads a picture in the place of an input for one.
     *
     * @param values as a user writes them, by the name of the input; of a picture the name of its file
     * @throws IllegalArgumentException if there is no such input, or it takes no such value
     */
    static WorkflowFile with(WorkflowFile file, Map<String, String> values) {
        return new ExportedInputs(file, values).run();
    }

    private WorkflowFile run() {
        values.keySet().stream()
                .filter(name -> !file.inputs().containsKey(name))
                .forEach(name -> {
                    throw new IllegalArgumentException("inputs." + name + ": There is no such input. The inputs are "
                            + String.join(", ", file.inputs().keySet()) + ".");
                });
        Map<String, InputEntry> inputs = new LinkedHashMap<>();
        file.inputs().forEach((name, input) -> inputs.put(name, filled(name, input)));
        Map<String, NodeEntry> linked = new LinkedHashMap<>();
        nodes.forEach((id, node) -> {
            Map<String, Value> in = new LinkedHashMap<>();
            node.in().forEach((port, value) -> in.put(port, value.map(this::linked)));
            linked.put(id, node.withIn(in));
        });
        Map<String, OutputEntry> outputs = new LinkedHashMap<>();
        file.outputs().forEach((name, output) -> {
            Value.Reference from = (Value.Reference) linked(output.from());
            outputs.put(name, new OutputEntry(from, output.extras(), output.at()));
        });
        return file.withInputs(inputs).withNodes(linked, outputs);
    }

    private InputEntry filled(String name, InputEntry input) {
        String text = values.get(name);
        String loader = LOADERS.get(input.type());
        if (text != null && loader != null) {
            String id = "input-" + name;
            while (nodes.containsKey(id)) {
                id += "-";
            }
            nodes.put(
                    id,
                    new NodeEntry(
                            loader, 1, Map.of("image", literal(text)), List.of(), Map.of(), Place.NONE, Place.NONE));
            links.put(name, new Value.Reference(id, input.type(), Place.NONE));
        }
        if (text == null || loader != null) {
            return input;
        }
        return new InputEntry(
                input.type(),
                Optional.of(literal(value(name, input.type(), text))),
                input.doc(),
                input.min(),
                input.max(),
                input.choices(),
                input.extras(),
                input.at());
    }

    private static Object value(String name, String type, String text) {
        Object value = type.equals("text") ? text : JsonText.parse(text.strip()).orElse(text);
        boolean fits = switch (type) {
            case "text" -> true;
            case "integer" -> value instanceof Long || value instanceof BigInteger;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            default -> false;
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    "inputs." + name + ": \"" + text + "\" is no value of the type " + type + ".");
        }
        return value;
    }

    private Value linked(Value value) {
        return value instanceof Value.Reference reference && reference.isInput()
                ? links.getOrDefault(reference.port(), value)
                : value;
    }

    private static Value.Literal literal(Object value) {
        return new Value.Literal(value, Place.NONE);
    }
}
