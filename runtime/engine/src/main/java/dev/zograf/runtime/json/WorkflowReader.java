package dev.zograf.runtime.json;

import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.json.WorkflowFile.OutputEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the native workflow format. Strict: unknown fields, duplicate keys and wrong types are problems, all of which are
 * collected. Names of nodes and ports are not looked up here.
 */
public final class WorkflowReader {

    static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]{1,200}");
    private static final int MAX_VERSION = 1_000_000;

    private final List<Problem> problems = new ArrayList<>();
    private final ValueReader values = new ValueReader(problems);

    private WorkflowReader() {}

    /**
     * What reading gave.
     *
     * @param file what could be understood; empty if it is no workflow at all
     * @param problems everything that is wrong; if there are any, the file must not be run
     */
    public record Reading(Optional<WorkflowFile> file, List<Problem> problems) {}

    /** Reads a workflow. Never throws: what is wrong is in the problems. */
    public static Reading read(String text) {
        WorkflowReader reader = new WorkflowReader();
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Optional<WorkflowFile> file = JsonTreeReader.read(body, reader.problems).flatMap(reader::workflow);
        return new Reading(file, List.copyOf(reader.problems));
    }

    private Optional<WorkflowFile> workflow(JsonTree tree) {
        if (!(tree instanceof JsonTree.Obj root)) {
            add(tree.at(), "A workflow is a JSON object, and this is " + tree.what() + ".", "");
            return Optional.empty();
        }
        Fields fields = new Fields(root, problems);
        return formatFits(fields, root) ? Optional.of(workflow(fields)) : Optional.empty();
    }

    /** The fields of a workflow that a definition has, too. */
    private WorkflowFile workflow(Fields fields) {
        Map<String, InputEntry> inputs = new LinkedHashMap<>();
        fields.object("inputs").forEach((name, value) -> input(name, value).ifPresent(i -> inputs.put(name, i)));
        Map<String, NodeEntry> nodes = new LinkedHashMap<>();
        fields.object("nodes").forEach((name, value) -> node(name, value).ifPresent(n -> nodes.put(name, n)));
        Map<String, OutputEntry> outputs = new LinkedHashMap<>();
        fields.object("outputs").forEach((name, value) -> output(name, value).ifPresent(o -> outputs.put(name, o)));
        Map<String, Definition> workflows = new LinkedHashMap<>();
        fields.object("workflows")
                .forEach((name, value) -> definition(name, value).ifPresent(d -> workflows.put(name, d)));
        String title = fields.text("title");
        String description = fields.text("description");
        return new WorkflowFile(title, description, inputs, nodes, outputs, workflows, fields.finish());
    }

    private Optional<Definition> definition(String name, JsonTree value) {
        checkName("a workflow", name, value);
        if (!(value instanceof JsonTree.Obj object)) {
            add(
                    value.at(),
                    "The workflow \"" + name + "\" is " + value.what() + " where an object is needed.",
                    "Write {\"nodes\": {…}, \"outputs\": {…}} or {\"file\": \"name.json\"}.");
            return Optional.empty();
        }
        Fields fields = new Fields(object, problems);
        if (!object.members().containsKey("file")) {
            return Optional.of(new Definition(Optional.empty(), Optional.of(workflow(fields)), object.at()));
        }
        Optional<String> file = fields.take("file").flatMap(f -> fields.scalar(f, String.class, "a text"));
        fields.finish();
        return file.map(f -> new Definition(Optional.of(f), Optional.empty(), object.at()));
    }

    private boolean formatFits(Fields fields, JsonTree.Obj root) {
        Optional<JsonTree> format = fields.take("zograf");
        if (format.isEmpty()) {
            add(
                    root.at(),
                    "This is not a Zograf workflow: it has no field \"zograf\".",
                    "Begin with \"zograf\": " + WorkflowFile.FORMAT + ".");
            return false;
        }
        if (!(format.get() instanceof JsonTree.Scalar s && s.value() instanceof Long version) || version < 1) {
            add(
                    format.get().at(),
                    "The format version must be a whole number from 1.",
                    "Write \"zograf\": " + WorkflowFile.FORMAT + ".");
            return false;
        }
        if (version > WorkflowFile.FORMAT) {
            add(
                    s.at(),
                    "This workflow was written for a newer format: it has version " + version
                            + ", this Zograf reads version " + WorkflowFile.FORMAT + ".",
                    "Update Zograf.");
            return false;
        }
        return true;
    }

    private Optional<InputEntry> input(String name, JsonTree value) {
        checkName("an input", name, value);
        if (!(value instanceof JsonTree.Obj object)) {
            add(
                    value.at(),
                    "The input \"" + name + "\" is " + value.what() + " where an object is needed.",
                    "Write {\"type\": \"text\"}.");
            return Optional.empty();
        }
        Fields fields = new Fields(object, problems);
        Optional<JsonTree> type = fields.take("type");
        if (type.isEmpty()) {
            add(
                    object.at(),
                    "The input \"" + name + "\" has no type.",
                    "Write \"type\": \"text\", \"integer\", " + "\"number\", \"boolean\" or the name of a port type.");
        }
        String typeName =
                type.flatMap(t -> fields.scalar(t, String.class, "a text")).orElse("");
        Optional<Value.Literal> initial = fields.take("default").flatMap(values::initial);
        String doc = fields.text("doc");
        String description = fields.text("description");
        double min = fields.number("min", Double.NEGATIVE_INFINITY);
        double max = fields.number("max", Double.POSITIVE_INFINITY);
        if (min > max) {
            add(object.at(), "The least value " + min + " is above the greatest " + max + ".", "");
        }
        List<String> choices = new ArrayList<>();
        fields.take("choices").ifPresent(list -> {
            if (list instanceof JsonTree.Arr array) {
                array.entries()
                        .forEach(e -> fields.scalar(e, String.class, "a text").ifPresent(choices::add));
            } else {
                fields.wrong(list, "an array of texts");
            }
        });
        return Optional.of(new InputEntry(
                typeName, initial, doc.isEmpty() ? description : doc, min, max, choices, fields.finish(), object.at()));
    }

    private Optional<NodeEntry> node(String id, JsonTree value) {
        checkName("a node", id, value);
        if (id.equals(Value.Reference.INPUTS)) {
            add(value.at(), "No node can be called \"inputs\", which names the workflow's own inputs.", "Rename it.");
        }
        if (!(value instanceof JsonTree.Obj object)) {
            add(
                    value.at(),
                    "The node \"" + id + "\" is " + value.what() + " where an object is needed.",
                    "Write {\"type\": \"…\", \"in\": {…}}.");
            return Optional.of(new NodeEntry("", 0, Map.of(), List.of(), Map.of(), value.at(), value.at()));
        }
        Fields fields = new Fields(object, problems);
        Optional<JsonTree> typeField = fields.take("type");
        if (typeField.isEmpty()) {
            add(object.at(), "The node \"" + id + "\" has no type.", "Write \"type\": \"name@version\".");
        }
        String type =
                typeField.flatMap(t -> fields.scalar(t, String.class, "a text")).orElse("");
        Place typeAt = typeField.map(JsonTree::at).orElse(object.at());
        Map<String, Value> in = new LinkedHashMap<>();
        fields.object("in").forEach((port, v) -> in.put(port, values.value(v)));
        List<String> each = fields.take("each").map(e -> each(fields, e)).orElse(List.of());
        Map<String, Object> extras = fields.finish();
        int split = type.indexOf('@');
        String name = split < 0 ? type : type.substring(0, split);
        return Optional.of(new NodeEntry(
                name, split < 0 ? 0 : version(type, split, typeAt), in, each, extras, typeAt, object.at()));
    }

    private List<String> each(Fields fields, JsonTree value) {
        List<JsonTree> entries = value instanceof JsonTree.Arr array ? array.entries() : List.of(value);
        List<String> names = new ArrayList<>();
        entries.forEach(e -> fields.scalar(e, String.class, "the name of an input")
                .ifPresent(name -> {
                    if (names.contains(name)) {
                        add(e.at(), "\"each\" names \"" + name + "\" twice.", "Remove one.");
                    }
                    names.add(name);
                }));
        if (entries.isEmpty()) {
            add(value.at(), "\"each\" names no input.", "Name one, or leave \"each\" out.");
        }
        return List.copyOf(names);
    }

    private int version(String type, int split, Place at) {
        try {
            int version = Integer.parseInt(type.substring(split + 1));
            if (version >= 1 && version <= MAX_VERSION) {
                return version;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        add(at, "\"" + type + "\" does not end in a version.", "Write \"" + type.substring(0, split) + "@1\".");
        return 0;
    }

    private Optional<OutputEntry> output(String name, JsonTree value) {
        checkName("an output", name, value);
        if (!(value instanceof JsonTree.Obj object)) {
            add(
                    value.at(),
                    "The output \"" + name + "\" is " + value.what() + " where a link is needed.",
                    "Write {\"from\": \"node.port\"}.");
            return Optional.empty();
        }
        return values.reference(object).map(r -> new OutputEntry(r.reference(), r.extras(), object.at()));
    }

    private void checkName(String what, String name, JsonTree value) {
        if (!NAME.matcher(name).matches()) {
            add(
                    value.at(),
                    "\"" + name + "\" cannot name " + what + ".",
                    "Use letters, digits, hyphens and underscores.");
        }
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
