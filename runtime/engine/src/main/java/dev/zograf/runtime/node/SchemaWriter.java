package dev.zograf.runtime.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes node types as JSON: each with the JSON Schema (draft 2020-12) of its {@code in} object, in which a link is
 * {@code {"from": "node.port"}} and {@code x-port} names the port's type.
 */
public final class SchemaWriter {

    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private SchemaWriter() {}

    /** The description of a node type as plain values. */
    public static Map<String, Object> describe(NodeSchema schema) {
        return describe(schema, LiveChoices.NONE);
    }

    /**
     * The description of a node type as plain values.
     *
     * @param live what inputs take at this moment, which is given as {@code x-choices}
     */
    public static Map<String, Object> describe(NodeSchema schema, LiveChoices live) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", schema.type());
        out.put("title", schema.title());
        out.put("category", schema.category());
        out.put("doc", schema.doc());
        out.put("effect", schema.effect());
        out.put("pure", schema.pure());
        out.put("in", inputSchema(schema, live));
        List<Object> outputs = new ArrayList<>();
        for (PortSchema port : schema.outputs()) {
            Map<String, Object> output = new LinkedHashMap<>();
            output.put("name", port.name());
            output.put("type", port.typeName());
            output.put("doc", port.doc());
            if (port.optional()) {
                output.put("optional", true);
            }
            if (!port.unit().isEmpty()) {
                output.put("unit", port.unit());
            }
            outputs.add(output);
        }
        out.put("out", outputs);
        return out;
    }

    /** The JSON Schema of the {@code in} object of a node. */
    public static Map<String, Object> inputSchema(NodeSchema schema) {
        return inputSchema(schema, LiveChoices.NONE);
    }

    private static Map<String, Object> inputSchema(NodeSchema schema, LiveChoices live) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("$schema", DIALECT);
        out.putAll(PortForms.in(schema, live, false));
        out.put("$defs", PortForms.definitions());
        return out;
    }

    /** A default as JSON has it: enum constants as their choices, whole numbers without a fraction. */
    public static Object plain(Object value) {
        return PortForms.json(value);
    }
}
