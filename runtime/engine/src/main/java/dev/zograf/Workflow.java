package dev.zograf;

import dev.zograf.api.value.Image;
import dev.zograf.runtime.graph.WorkflowInputs;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.json.WorkflowWriter;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortTypes;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A checked workflow with values for some or all of its inputs: a function that an engine runs. Immutable. */
public final class Workflow {

    /**
     * An input of a workflow.
     *
     * @param type {@code text}, {@code integer}, {@code number}, {@code boolean}, or the name of a port type
     * @param value what it is set to, or its default
     * @param min the least number, or minus infinity
     * @param max the greatest number, or infinity
     * @param choices the texts that it takes; empty if all
     */
    public record Input(
            String name,
            String type,
            String doc,
            Optional<Object> value,
            double min,
            double max,
            List<String> choices) {}

    /** An output of a workflow: its name and the name of its type. */
    public record Output(String name, String type) {}

    /**
     * A node that runs, those of workflows that stand for nodes written out.
     *
     * @param id as events name it
     * @param after the ids of the nodes whose results it takes
     */
    public record Step(String id, String type, String title, List<String> after) {}

    /**
     * An input of a node that an input of the workflow is handed to.
     *
     * @param node its id, after those of the nodes that run it
     * @param pointer where in the file it is handed over, as problems say it (JSON pointer)
     */
    public record Target(String node, String pointer, PortSchema port) {}

    private final CheckedFile checked;
    private final Map<String, Object> values;
    private final Optional<Policy> policy;
    private final List<String> wanted;

    Workflow(CheckedFile checked, Map<String, Object> values, Optional<Policy> policy) {
        this(checked, values, policy, List.of());
    }

    private Workflow(CheckedFile checked, Map<String, Object> values, Optional<Policy> policy, List<String> wanted) {
        this.checked = checked;
        this.values = values;
        this.policy = policy;
        this.wanted = wanted;
    }

    /**
     * The same workflow of which only a part runs: these outputs or nodes, and what they need. Of a node, a run gives all outputs
     * as {@code node.output}. Inputs that the part does not need may lack a value.
     *
     * @param outputsOrNodes names of outputs of the workflow or ids of its nodes; where both have one name, it is the output
     * @throws WorkflowException if there is no such output or node, or none is named
     */
    public Workflow only(String... outputsOrNodes) {
        Set<String> known = new TreeSet<>(file().outputs().keySet());
        known.addAll(file().nodes().keySet());
        if (outputsOrNodes.length == 0) {
            throw invalid("", "Nothing was named that should run.", "Name an output or a node.");
        }
        for (String name : outputsOrNodes) {
            if (!known.contains(name)) {
                throw invalid(
                        "",
                        "The workflow has no output and no node \"" + name + "\".",
                        Nearest.remedy(name, known, "outputs and nodes"));
            }
        }
        return new Workflow(checked, values, policy, List.of(outputsOrNodes));
    }

    /** What is to run; all if empty. */
    List<String> wanted() {
        return wanted;
    }

    /** The title, or empty text. */
    public String title() {
        return file().title();
    }

    /** The description, or empty text. */
    public String description() {
        return file().description();
    }

    /** The inputs in the file's order. */
    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        file().inputs().forEach((name, input) -> {
            Optional<Object> initial = input.initial().map(literal -> literal.value());
            Optional<Object> value = Optional.ofNullable(values.get(name)).or(() -> initial);
            inputs.add(new Input(name, input.type(), input.doc(), value, input.min(), input.max(), input.choices()));
        });
        return inputs;
    }

    /** The outputs in the file's order. */
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>();
        checked.graph()
                .outputs()
                .forEach((name, output) ->
                        outputs.add(new Output(name, output.port().typeName())));
        return outputs;
    }

    /** The nodes that outputs and effects need, each after those that it depends on. */
    public List<Step> steps() {
        return WorkflowOutline.steps(checked.graph());
    }

    /** What an input is handed to, also within workflows that nodes run; empty if it is of no use. */
    public List<Target> targets(String input) {
        entry(input);
        return WorkflowOutline.targets(checked.graph(), input);
    }

    /**
     * The same workflow with an input set.
     *
     * @param value a text, number or boolean, an object of the port's class, or a list of these; for pictures a {@link BufferedImage} too; for
     *     texts a {@link Path} too
     * @throws WorkflowException if there is no such input or the value does not fit it
     */
    public Workflow with(String input, Object value) {
        InputEntry entry = entry(input);
        Class<?> type = WorkflowInputs.typeOf(entry, checked.registry())
                .orElseThrow(() -> invalid(
                        input,
                        "The input \"" + input + "\" is of type " + entry.type() + ", which no node has any more.",
                        "Add the plugin that brings it."));
        Object given = value;
        if (value instanceof BufferedImage picture && type == Image.class) {
            given = Image.of(picture);
        } else if (value instanceof Path path && type == String.class) {
            given = path.toString();
        }
        Object converted = WorkflowInputs.convert(entry, type, given)
                .orElseThrow(() -> invalid(
                        input,
                        "The input \"" + input + "\" is of type " + entry.type() + ", and "
                                + (value instanceof String ? '"' + (String) value + '"' : value) + " is not.",
                        ""));
        WorkflowInputs.violation(input, entry, converted).ifPresent(v -> {
            throw invalid(input, v.message(), v.remedy());
        });
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(input, converted);
        return new Workflow(checked, more, policy, wanted);
    }

    /**
     * The same workflow with an input set from text, as at a command line.
     *
     * @param assignment {@code name=value}; the value is read by the input's type
     * @throws WorkflowException if there is no such input or the value does not fit it
     */
    public Workflow withText(String assignment) {
        int split = assignment.indexOf('=');
        if (split < 1) {
            throw invalid("", "\"" + assignment + "\" sets nothing.", "Write input=value.");
        }
        String name = assignment.substring(0, split);
        String text = assignment.substring(split + 1);
        String type = entry(name).type();
        if (type.equals("text")) {
            return with(name, text);
        }
        if (!PortTypes.SCALARS.containsKey(type.replaceFirst("^list of ", ""))) {
            throw invalid(
                    name,
                    "The input \"" + name + "\" is of type " + type + ", which cannot be written as text.",
                    "Set it from a program.");
        }
        return with(name, JsonText.parse(text.strip()).orElse(text));
    }

    /** The same workflow, which may do no more than the policy allows. */
    public Workflow under(Policy limits) {
        return new Workflow(checked, values, Optional.of(limits), wanted);
    }

    Optional<Policy> policy() {
        return policy;
    }

    private InputEntry entry(String name) {
        InputEntry entry = file().inputs().get(name);
        if (entry == null) {
            throw invalid(
                    name,
                    "The workflow has no input \"" + name + "\".",
                    Nearest.remedy(name, file().inputs().keySet(), "inputs"));
        }
        return entry;
    }

    private static WorkflowException invalid(String input, String message, String remedy) {
        String pointer =
                input.isEmpty() ? "" : "/inputs/" + input.replace("~", "~0").replace("/", "~1");
        return WorkflowException.invalid(List.of(new Problem(pointer, 0, 0, message, remedy)));
    }

    /** The workflow as JSON text, the values of its inputs as their defaults; objects that JSON has no form for are left out. */
    public String toJson() {
        WorkflowFile file = file();
        Map<String, InputEntry> inputs = new LinkedHashMap<>();
        file.inputs().forEach((name, input) -> inputs.put(name, filled(name, input)));
        return WorkflowWriter.write(file.withInputs(inputs));
    }

    private InputEntry filled(String name, InputEntry input) {
        Object value = values.get(name);
        if (value == null || !PortTypes.SCALARS.containsKey(input.type().replaceFirst("^list of ", ""))) {
            return input;
        }
        return new InputEntry(
                input.type(),
                Optional.of(new dev.zograf.runtime.json.Value.Literal(value, input.at())),
                input.doc(),
                input.min(),
                input.max(),
                input.choices(),
                input.extras(),
                input.at());
    }

    WorkflowFile file() {
        return checked.file();
    }

    CheckedFile checked() {
        return checked;
    }

    Map<String, Object> values() {
        return values;
    }
}
