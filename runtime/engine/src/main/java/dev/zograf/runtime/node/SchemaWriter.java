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

    private SchemaWriter() {}

    /** The description of a node type as plain values. */
    public static Map<String, Object> describe(NodeSchema schema) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", schema.type());
        out.put("title", schema.title());
        out.put("category", schema.category());
        out.put("doc", schema.doc());
        out.put("effect", schema.effect());
        out.put("pure", schema.pure());
        out.put("in", inputSchema(schema));
        List<Object> outputs = new ArrayList<>();
        for (PortSchema port : schema.outputs()) {
            Map<String, Object> output = new LinkedHashMap<>();
            output.put("name", port.name());
            output.put("type", port.typeName());
            output.put("doc", port.doc());
            if (port.optional()) {
                output.put("optional", true);
            }
            outputs.add(output);
        }
        out.put("out", outputs);
        return out;
    }

    /** The JSON Schema of the {@code in} object of a node. */
    public static Map<String, Object> inputSchema(NodeSchema schema) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (PortSchema port : schema.inputs()) {
            properties.put(port.name(), property(port));
            if (port.required()) {
                required.add(port.name());
            }
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        out.put("type", "object");
        out.put("properties", properties);
        out.put("required", required);
        out.put("additionalProperties", false);
        out.put("$defs", Map.of("link", link()));
        return out;
    }

    private static Map<String, Object> link() {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("type", "object");
        link.put("properties", Map.of("from", Map.of("type", "string", "pattern", "^[^.]+\\.[^.]+$")));
        link.put("required", List.of("from"));
        link.put("patternProperties", Map.of("^x-", true));
        link.put("additionalProperties", false);
        return link;
    }

    private static Map<String, Object> property(PortSchema port) {
        List<Object> forms = new ArrayList<>();
        forms.add(Map.of("$ref", "#/$defs/link"));
        if (PortTypes.isScalar(port.type()) || PortTypes.name(port.type()).equals("any")) {
            forms.add(literal(port));
        }
        Map<String, Object> out = new LinkedHashMap<>();
        if (!port.doc().isEmpty()) {
            out.put("description", port.doc());
        }
        out.put("x-port", port.typeName());
        if (port.lazy()) {
            out.put("x-lazy", true);
        }
        if (port.step() > 0) {
            out.put("x-step", port.step());
        }
        if (!port.models().isEmpty()) {
            out.put("x-models", port.models());
        }
        port.initial().ifPresent(d -> out.put("default", json(d)));
        if (port.list()) {
            List<Object> withArray = new ArrayList<>(forms);
            withArray.add(Map.of("type", "array", "items", Map.of("anyOf", forms)));
            out.put("anyOf", withArray);
        } else {
            out.put("anyOf", forms);
        }
        return out;
    }

    private static Map<String, Object> literal(PortSchema port) {
        Map<String, Object> out = new LinkedHashMap<>();
        switch (PortTypes.name(port.type())) {
            case "text" -> out.put("type", "string");
            case "any" -> out.put("type", List.of("string", "number", "boolean"));
            default -> out.put("type", PortTypes.name(port.type()));
        }
        if (Double.isFinite(port.min())) {
            out.put("minimum", json(port.min()));
        }
        if (Double.isFinite(port.max())) {
            out.put("maximum", json(port.max()));
        }
        if (port.multipleOf() > 0) {
            out.put("multipleOf", port.multipleOf());
        }
        if (!port.choices().isEmpty()) {
            out.put("enum", port.choices());
        }
        return out;
    }

    private static Object json(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(SchemaWriter::json).toList();
        }
        if (value instanceof Enum<?> constant) {
            return PortTypes.choice(constant);
        }
        if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
            return d.longValue();
        }
        return value;
    }
}
