package dev.zograf.runtime.node;

import dev.zograf.api.Subworkflow;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of what a workflow may give for the inputs of a node. */
final class PortForms {

    static final String NAME = "^[\\p{L}\\p{N}_-]{1,200}$";
    private static final Map<String, Object> LINK = Map.of("$ref", "#/$defs/link");
    private static final Map<String, Object> BODY = Map.of("$ref", "#/$defs/body");

    private PortForms() {}

    /** What the forms refer to. */
    static Map<String, Object> definitions() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(
                "link",
                object(
                        "from",
                        "An output of a node (node.port), or an input of the workflow (inputs.name).",
                        "^.+\\.[^.]+$"));
        out.put("body", object("workflow", "The name of a workflow that this file defines under \"workflows\".", NAME));
        return out;
    }

    /** Whatever an input can be given, for nodes whose ports are not known here. */
    static Map<String, Object> anything() {
        List<Object> single = List.of(Map.of("type", List.of("string", "number", "boolean")), LINK, BODY);
        List<Object> entries = new ArrayList<>(single);
        entries.add(array(single));
        List<Object> all = new ArrayList<>(entries);
        all.add(named(entries));
        return Map.of("anyOf", all);
    }

    private static Map<String, Object> named(List<Object> entries) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("type", "object");
        named.put("propertyNames", Map.of("pattern", NAME, "not", Map.of("enum", List.of("from", "workflow"))));
        named.put("additionalProperties", Map.of("anyOf", entries));
        return named;
    }

    private static Map<String, Object> object(String field, String doc, String pattern) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("type", "string");
        text.put("description", doc);
        text.put("pattern", pattern);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", "object");
        out.put("properties", Map.of(field, text, "ui", true));
        out.put("required", List.of(field));
        out.put("patternProperties", Map.of("^x-", true));
        out.put("additionalProperties", false);
        return out;
    }

    /**
     * The {@code in} object of a node.
     *
     * @param each whether inputs that take one value may be given a list
     */
    static Map<String, Object> in(NodeSchema schema, LiveChoices live, boolean each) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (PortSchema port : schema.inputs()) {
            properties.put(port.name(), port(port, live, each));
            if (port.required()) {
                required.add(port.name());
            }
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", "object");
        out.put("properties", properties);
        out.put("required", required);
        out.put("additionalProperties", false);
        return out;
    }

    private static Map<String, Object> port(PortSchema port, LiveChoices live, boolean each) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (!port.doc().isEmpty()) {
            out.put("description", port.doc());
        }
        out.put("x-port", port.typeName());
        put(out, "x-lazy", port.lazy());
        put(out, "x-hidden", port.hidden());
        put(out, "x-unit", port.unit());
        if (port.step() > 0) {
            out.put("x-step", port.step());
        }
        put(out, "x-models", port.models());
        put(out, "x-file", port.file());
        port.body()
                .ifPresent(body ->
                        out.put("x-body", Map.of("sets", body.sets(), "needs", body.needs(), "with", body.with())));
        if (port.choiceSource().isPresent() || !port.models().isEmpty()) {
            choices(port, live, out);
        }
        port.initial().ifPresent(initial -> out.put("default", json(initial)));
        out.put("anyOf", forms(port, each));
        return out;
    }

    /** What is there now: it restricts nothing, for it may be different tomorrow. */
    private static void choices(PortSchema port, LiveChoices live, Map<String, Object> out) {
        try {
            List<String> now = live.choices(port);
            if (!now.isEmpty()) {
                out.put("x-choices", now);
                out.put("examples", now);
            }
        } catch (RuntimeException | LinkageError e) {
            out.put("x-choices-failed", String.valueOf(e.getMessage()));
        }
    }

    private static List<Object> forms(PortSchema port, boolean each) {
        List<Object> single = single(port);
        if (port.named()) {
            List<Object> entries = new ArrayList<>(single);
            if (port.type() == Object.class) {
                entries.add(array(single));
            }
            return List.of(named(entries));
        }
        List<Object> forms = new ArrayList<>(single);
        if (port.list() || each) {
            forms.add(array(single));
        }
        return forms;
    }

    private static Map<String, Object> array(List<Object> single) {
        return Map.of("type", "array", "items", Map.of("anyOf", single));
    }

    private static List<Object> single(PortSchema port) {
        List<Object> forms = new ArrayList<>();
        boolean any = port.type() instanceof TypeVariable || port.type() == Object.class;
        if (PortTypes.isScalar(port.type()) || any) {
            forms.add(literal(port));
        }
        forms.add(LINK);
        if (any || PortTypes.raw(port.type()) == Subworkflow.class) {
            forms.add(BODY);
        }
        return forms;
    }

    private static Map<String, Object> literal(PortSchema port) {
        Map<String, Object> out = new LinkedHashMap<>();
        switch (PortTypes.name(port.type())) {
            case "text" -> out.put("type", "string");
            case "any" -> out.put("type", List.of("string", "number", "boolean"));
            default -> out.put("type", PortTypes.name(port.type()));
        }
        if (PortTypes.isInteger(PortTypes.raw(port.type()))) {
            boolean small = PortTypes.raw(port.type()) == Integer.class;
            out.put("minimum", small ? Integer.MIN_VALUE : Long.MIN_VALUE);
            out.put("maximum", small ? Integer.MAX_VALUE : Long.MAX_VALUE);
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

    private static void put(Map<String, Object> out, String name, Object value) {
        if (!value.equals(false) && !value.equals("")) {
            out.put(name, value);
        }
    }

    static Object json(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(PortForms::json).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((name, entry) -> out.put(String.valueOf(name), json(entry)));
            return out;
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
