package dev.zograf.runtime.node;

import dev.zograf.runtime.json.WorkflowFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of whole workflow files over the node types of an engine, so that an editor completes and checks
 * them. What no schema can say (whether a link has an end, whether types fit, rules across inputs) is left to the check.
 */
public final class WorkflowSchema {

    private final NodeRegistry registry;
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private WorkflowSchema(NodeRegistry registry) {
        this.registry = registry;
    }

    /** The schema as plain values; every plugin is loaded. */
    public static Map<String, Object> of(NodeRegistry registry) {
        return new WorkflowSchema(registry).schema();
    }

    private Map<String, Object> schema() {
        definitions.putAll(PortForms.definitions());
        definitions.put("value", PortForms.anything());
        definitions.put("input", input());
        definitions.put("each", each());
        definitions.put("node", node());
        definitions.put("definition", definition());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("zograf", described("The version of the format.", "const", WorkflowFile.FORMAT));
        properties.putAll(fields());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("$schema", SchemaWriter.DIALECT);
        out.put("title", "Zograf workflow");
        out.putAll(object(properties));
        out.put("required", List.of("zograf"));
        out.put("$defs", definitions);
        return out;
    }

    private static Map<String, Object> fields() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("title", described("What a person calls it.", "type", "string"));
        out.put("description", described("What it does.", "type", "string"));
        out.put("inputs", named("Values that are set for each run, by name.", "input"));
        out.put("nodes", named("The nodes by id.", "node"));
        out.put("outputs", named("What a run gives, by name.", "link"));
        out.put("workflows", named("Workflows that nodes of this one use, by name.", "definition"));
        out.put("ui", true);
        return out;
    }

    private static Map<String, Object> named(String doc, String of) {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("pattern", PortForms.NAME);
        if (of.equals("node")) {
            names.put("not", Map.of("const", "inputs"));
        }
        Map<String, Object> out = described(doc, "type", "object");
        out.put("propertyNames", names);
        out.put("additionalProperties", ref(of));
        return out;
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", "object");
        out.put("properties", properties);
        out.put("patternProperties", Map.of("^x-", true));
        out.put("additionalProperties", false);
        return out;
    }

    private static Map<String, Object> described(String doc, String key, Object value) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("description", doc);
        out.put(key, value);
        return out;
    }

    private static Map<String, Object> ref(String name) {
        return Map.of("$ref", "#/$defs/" + name);
    }

    /** A workflow without the version of the format, or the name of another file. */
    private static Map<String, Object> definition() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("if", Map.of("type", "object", "required", List.of("file")));
        out.put(
                "then",
                object(Map.of(
                        "file",
                        described("Relative to this file, in its folder or below.", "type", "string"),
                        "ui",
                        true)));
        out.put("else", object(fields()));
        return out;
    }

    private Map<String, Object> input() {
        Map<String, String> scalars =
                Map.of("text", "string", "integer", "integer", "number", "number", "boolean", "boolean");
        List<String> types = new ArrayList<>(List.of("text", "integer", "number", "boolean", "any"));
        types.addAll(registry.portTypeNames());
        List<String> lists = types.stream().map(type -> "list of " + type).toList();
        List<String> all = new ArrayList<>(types);
        all.addAll(lists);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("type", described("The type of its values.", "enum", all));
        Map<String, Object> literal = Map.of("type", List.of("string", "number", "boolean"));
        properties.put(
                "default",
                described(
                        "Its value if none is set.",
                        "anyOf",
                        List.of(literal, Map.of("type", "array", "items", literal))));
        properties.put("doc", described("What it is for.", "type", "string"));
        properties.put("description", described("As doc.", "type", "string"));
        properties.put("min", described("The least number.", "type", "number"));
        properties.put("max", described("The greatest number.", "type", "number"));
        properties.put("ui", true);
        choices(properties);
        Map<String, Object> out = object(properties);
        out.put("required", List.of("type"));
        List<Object> rules = new ArrayList<>();
        scalars.forEach((type, json) ->
                rules.add(whenType(List.of(type), Map.of("properties", Map.of("default", Map.of("type", json))))));
        scalars.forEach((type, json) -> rules.add(whenType(
                List.of("list of " + type),
                Map.of(
                        "properties",
                        Map.of("default", Map.of("type", List.of(json, "array"), "items", Map.of("type", json)))))));
        out.put("allOf", rules);
        return out;
    }

    private static void choices(Map<String, Object> properties) {
        Map<String, Object> choices = described("The texts that it takes.", "type", "array");
        choices.put("items", Map.of("type", "string"));
        properties.put("choices", choices);
    }

    private static Map<String, Object> each() {
        Map<String, Object> name = Map.of("type", "string");
        return described(
                "Inputs that are given a list: the node runs once for each entry.",
                "anyOf",
                List.of(name, Map.of("type", "array", "items", name, "minItems", 1, "uniqueItems", true)));
    }

    private Map<String, Object> node() {
        List<Object> types = new ArrayList<>();
        List<Object> rules = new ArrayList<>();
        for (NodeSchema schema : registry.schemas()) {
            types.add(type(schema, schema.type()));
            types.add(type(schema, schema.id()));
            older(schema).forEach(old -> types.add(type(schema, old)));
            definitions.put("node." + schema.id(), of(schema));
            rules.add(whenType(List.of(schema.type(), schema.id()), ref("node." + schema.id())));
        }
        Map<String, Object> nested =
                described("A workflow that this file defines.", "pattern", "^workflow:[\\p{L}\\p{N}_-]{1,200}$");
        nested.put("type", "string");
        types.add(nested);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("type", described("The type of the node and its version.", "anyOf", types));
        Map<String, Object> in = described("Its inputs by name.", "type", "object");
        in.put("additionalProperties", ref("value"));
        properties.put("in", in);
        properties.put("each", ref("each"));
        properties.put("ui", true);
        Map<String, Object> out = object(properties);
        out.put("required", List.of("type"));
        out.put("allOf", rules);
        return out;
    }

    private static Map<String, Object> type(NodeSchema schema, String name) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("const", name);
        out.put("title", schema.title());
        if (!schema.doc().isEmpty()) {
            out.put("description", schema.doc());
        }
        return out;
    }

    /** Older versions that can be brought to the current one; their inputs are not those of today. */
    private List<String> older(NodeSchema schema) {
        List<String> types = new ArrayList<>();
        for (int version = schema.version() - 1;
                version >= 1 && registry.migration(schema.id(), version).isPresent();
                version--) {
            types.add(schema.id() + "@" + version);
        }
        return types;
    }

    private static Map<String, Object> whenType(List<String> types, Map<String, Object> then) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("if", Map.of("properties", Map.of("type", Map.of("enum", types)), "required", List.of("type")));
        out.put("then", then);
        return out;
    }

    private Map<String, Object> of(NodeSchema schema) {
        Map<String, Object> out = new LinkedHashMap<>();
        List<String> single = schema.inputs().stream()
                .filter(port -> !port.list() && !port.named())
                .map(PortSchema::name)
                .toList();
        Map<String, Object> names = Map.of("enum", single);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("in", PortForms.in(schema, registry.live(), true));
        if (!single.isEmpty()) {
            properties.put("each", Map.of("anyOf", List.of(names, Map.of("type", "array", "items", names))));
        }
        out.put("if", Map.of("required", List.of("each")));
        out.put(
                "then",
                single.isEmpty()
                        ? Map.of("not", Map.of("required", List.of("each")))
                        : Map.of("properties", properties));
        out.put("else", Map.of("properties", Map.of("in", PortForms.in(schema, registry.live(), false))));
        if (schema.inputs().stream().anyMatch(PortSchema::required)) {
            out.put("required", List.of("in"));
        }
        return out;
    }
}
