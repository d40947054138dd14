package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import java.util.Map;
import java.util.Optional;

/**
 * What the inputs of our nodes are where a workflow writes nothing.
 *
 * @param schemas by the id of the type
 */
record NodeDefaults(Map<String, NodeSchema> schemas) {

    /** The default of an input as a workflow would write it. */
    Optional<Value> of(NodeEntry node, String port) {
        return port(node, port).flatMap(PortSchema::initial).map(value -> new Value.Literal(plain(value), Place.NONE));
    }

    /** Whether a value is the default of that input. */
    boolean isDefault(NodeEntry node, String port, Value value) {
        return value instanceof Value.Literal literal
                && port(node, port)
                        .flatMap(PortSchema::initial)
                        .filter(initial -> ExportMatch.same(plain(initial), literal.value()))
                        .isPresent();
    }

    private static Object plain(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        return value instanceof Number number
                ? (Object) number.doubleValue()
                : value instanceof Boolean ? value : String.valueOf(value);
    }

    private Optional<PortSchema> port(NodeEntry node, String name) {
        return Optional.ofNullable(schemas.get(node.type())).stream()
                .flatMap(schema -> schema.inputs().stream())
                .filter(port -> port.name().equals(name))
                .findFirst();
    }
}
