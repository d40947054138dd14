package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import dev.zograf.runtime.comfy.ImportedWorkflow.Origin;
import dev.zograf.runtime.comfy.ImportedWorkflow.Result;
import dev.zograf.runtime.comfy.ImportedWorkflow.Unmapped;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.InputEntry;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.json.WorkflowFile.OutputEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One import. Nodes are written when something needs them, from the outputs on, and a second time only for another context: a schedule
 * that two models use, for which ours has to know the model.
 */
final class Importer {

    private final ComfyClasses classes;
    private final ComfyPrompt prompt;
    private final Roles roles;

    private final Names nodeNames = new Names(Value.Reference.INPUTS);
    private final Names inputNames = new Names("from", "workflow");
    private final Names outputNames = new Names();
    private final Map<String, NodeEntry> nodes = new LinkedHashMap<>();
    private final Map<String, InputEntry> inputs = new LinkedHashMap<>();
    private final Map<String, OutputEntry> outputs = new LinkedHashMap<>();
    private final Map<Instance, List<Optional<Parts>>> done = new HashMap<>();
    /** Whether what is written now is needed by no output: what has no counterpart there is no loss. */
    private boolean idle;

    private final Set<String> visited = new HashSet<>();
    private final Set<String> dropped = new HashSet<>();
    private final Map<String, List<String>> near = new HashMap<>();
    private final Map<String, Set<String>> wanted = new HashMap<>();
    private final Map<Origin, Value> asked = new HashMap<>();
    private final Lists lists = new Lists();

    private final Map<String, List<String>> nativeIds = new LinkedHashMap<>();
    private final Map<String, Origin> origins = new LinkedHashMap<>();
    private final List<Result> results = new ArrayList<>();
    private final List<Unmapped> unmapped = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private record Instance(String node, Map<String, Parts> context) {}

    Importer(ComfyClasses classes, ComfyPrompt prompt) {
        this.classes = classes;
        this.prompt = prompt;
        this.roles = new Roles(prompt, classes);
    }

    ImportedWorkflow run(String title) {
        PromptOrder.problem(prompt).ifPresentOrElse(problems::add, this::nodes);
        WorkflowFile file = new WorkflowFile(title, "", inputs, nodes, outputs, Map.of(), Map.of());
        return new ImportedWorkflow(
                file,
                nativeIds,
                List.copyOf(results),
                origins,
                List.copyOf(unmapped),
                List.copyOf(problems),
                List.copyOf(notes));
    }

    private void nodes() {
        prompt.nodes().keySet().forEach(id -> nativeIds.put(id, new ArrayList<>()));
        List<Node> all = prompt.nodes().values().stream().filter(this::isOutput).toList();
        Lacking lacking = new Lacking(prompt, classes);
        List<Node> good = all.stream().filter(node -> !lacking.is(node)).toList();
        (good.isEmpty() ? all : good).forEach(node -> outputs(node, Map.of()));
        if (all.isEmpty() && !prompt.nodes().isEmpty()) {
            problems.add(new Problem("", 0, 0, "The prompt has no outputs.", "Add a node such as SaveImage."));
        }
        Set<String> used = new HashSet<>();
        prompt.nodes()
                .values()
                .forEach(node -> node.inputs().values().forEach(input -> {
                    if (input instanceof Link link) {
                        used.add(link.node());
                    }
                }));
        // What nobody knows and nobody uses may well save something.
        prompt.nodes().values().stream()
                .filter(node -> !used.contains(node.id())
                        && classes.get(node.classType()).isEmpty())
                .forEach(node -> outputs(node, Map.of()));
        idle = true;
        prompt.nodes().values().stream()
                .filter(node -> !visited.contains(node.id()))
                .forEach(node -> outputs(node, Map.of()));
    }

    private boolean isOutput(Node node) {
        return classes.get(node.classType()).map(ComfyClass::isOutput).orElse(false);
    }

    /** What the outputs of a node give here; for each that gives something, its parts. */
    List<Optional<Parts>> outputs(Node node, Map<String, Parts> context) {
        Map<String, Parts> known = new LinkedHashMap<>(context);
        known.keySet().retainAll(wanted(node));
        Instance instance = new Instance(node.id(), known);
        List<Optional<Parts>> before = done.get(instance);
        if (before != null) {
            return before;
        }
        visited.add(node.id());
        Optional<ComfyClass> type = classes.get(node.classType());
        List<Optional<Parts>> out = type.isPresent() && type.get().isMapped()
                ? new NodeImport(this, node, type.get(), known).run()
                : placeholder(node, type);
        done.put(instance, out);
        return out;
    }

    /** What a link gives here. */
    Optional<Parts> follow(Node by, String input, Link link, Map<String, Parts> context) {
        Node source = prompt.nodes().get(link.node());
        if (source == null) {
            wrong(
                    by,
                    Problem.at(
                            link.at(),
                            "The input \"" + input + "\" of the node \"" + by.id() + "\" is linked to a node \""
                                    + link.node() + "\", which there is not.",
                            ""));
            return Optional.empty();
        }
        List<Optional<Parts>> out = outputs(source, context);
        if (idle && (out.isEmpty() || isDropped(source))) {
            drop(by, "It takes what node " + source.id() + " gives.");
            return Optional.empty();
        }
        if (link.slot() >= out.size()) {
            if (classes.get(source.classType()).isPresent()) {
                wrong(
                        by,
                        Problem.at(
                                link.at(),
                                "The node \"" + source.id() + "\" (" + source.classType() + ") has no output "
                                        + link.slot() + ".",
                                ""));
                return Optional.empty();
            }
            return Optional.of(Parts.of(new Value.Reference(own(source).get(0), "output" + link.slot(), Place.NONE)));
        }
        return out.get(link.slot());
    }

    /** What a node or one before it wants to know of whoever takes its outputs. */
    private Set<String> wanted(Node node) {
        Set<String> known = wanted.get(node.id());
        if (known != null) {
            return known;
        }
        Optional<Mapping> mapping = classes.get(node.classType()).map(ComfyClass::mapping);
        Set<String> all = new HashSet<>(wantedBefore(node));
        mapping.map(Mapping::known).ifPresent(all::removeAll);
        mapping.map(Mapping::wanted).ifPresent(all::addAll);
        wanted.put(node.id(), all);
        return all;
    }

    /** What the nodes that a node takes something from want to know. */
    Set<String> wantedBefore(Node node) {
        Set<String> all = new HashSet<>();
        node.inputs().values().forEach(input -> source(input).map(this::wanted).ifPresent(all::addAll));
        return all;
    }

    private Optional<Node> source(ComfyPrompt.Input input) {
        return input instanceof Link link ? Optional.ofNullable(prompt.nodes().get(link.node())) : Optional.empty();
    }

    /** A node of a type that there is not, with all that the original says. */
    private List<Optional<Parts>> placeholder(Node node, Optional<ComfyClass> type) {
        String reason = type.map(ComfyClass::unsupported)
                .filter(text -> !text.isEmpty())
                .orElse("No table knows the class.");
        lose(node, reason);
        if (idle) {
            return List.of();
        }
        Map<String, Value> in = new LinkedHashMap<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        String id = nodeNames.unique(Names.slug(node.title().isEmpty() ? node.classType() : node.title()));
        own(node).add(id);
        node.inputs().forEach((name, input) -> {
            Object json = input.json();
            if (input instanceof Link link) {
                follow(node, name, link, Map.of()).ifPresent(parts -> in.put(name, parts.main()));
            } else if (json != null) {
                raw.put(name, json);
            }
        });
        Map<String, Object> extras = Map.of("x-comfy", Map.of("class_type", node.classType(), "inputs", raw));
        nodes.put(
                id,
                new NodeEntry(
                        ImportedWorkflow.PLACEHOLDER + node.classType(),
                        0,
                        in,
                        List.of(),
                        extras,
                        Place.NONE,
                        Place.NONE));
        List<Optional<Parts>> out = new ArrayList<>();
        int slots = type.map(known -> known.outputs().size()).orElse(0);
        for (int slot = 0; slot < slots; slot++) {
            out.add(Optional.of(Parts.of(new Value.Reference(id, "output" + slot, Place.NONE))));
        }
        return out;
    }

    void lose(Node node, String reason) {
        if (idle) {
            drop(node, reason);
            return;
        }
        String pack = node.pack().isEmpty() ? Packs.of(node.classType()) : node.pack();
        if (pack.equals("comfy-core") || classes.get(node.classType()).isPresent()) {
            pack = "ComfyUI itself";
        }
        unmapped.add(new Unmapped(
                node.id(),
                node.classType(),
                node.title(),
                pack,
                near.computeIfAbsent(node.classType(), this::nearest),
                reason,
                node.at()));
    }

    /**
     * What may help: what stands for the class with other inputs, or what its table says, or, of a class without one, what stands for classes of
     * nearly the same name.
     */
    private List<String> nearest(String classType) {
        Optional<ComfyClass> known = classes.get(classType);
        if (known.isPresent()) {
            return known.get().isMapped()
                    ? mains(known.get()).distinct().toList()
                    : known.get().nearest();
        }
        return Nearest.to(
                        classType,
                        classes.all().values().stream()
                                .filter(ComfyClass::isMapped)
                                .map(ComfyClass::name)
                                .filter(name -> !name.equals(classType))
                                .toList())
                .stream()
                .flatMap(name -> classes.get(name).stream())
                .flatMap(Importer::mains)
                .distinct()
                .toList();
    }

    /** The main node of each way to say a class here. */
    private static Stream<String> mains(ComfyClass type) {
        return type.mapping().variants().stream()
                .flatMap(variant -> variant.nodes().values().stream().limit(1))
                .map(Mapping.NodeTemplate::type);
    }

    /** Leaves a node out that no output needs, or an output beside others that can be had, and with it what takes its outputs. */
    private void drop(Node node, String reason) {
        dropped.add(node.id());
        own(node).clear();
        note("Node " + node.id() + " (" + node.classType() + ") was left out, "
                + (isOutput(node) ? "since there are outputs that can be had: " : "since no output needs it: ")
                + reason);
    }

    /** Whether what is written now is needed by no output. */
    boolean isIdle() {
        return idle;
    }

    boolean isDropped(Node node) {
        return idle && dropped.contains(node.id());
    }

    void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    /** A mistake of the prompt's; none that matters if no output needs the node: the original does not look at such. */
    void wrong(Node node, Problem problem) {
        if (idle) {
            drop(node, problem.message());
        } else {
            problems.add(problem);
        }
    }

    Lists lists() {
        return lists;
    }

    String role(Node node) {
        return roles.of(node.id());
    }

    /** Keeps an id for a node that stands for one of ComfyUI. */
    String name(Node node, String wanted) {
        String id = nodeNames.unique(wanted);
        own(node).add(id);
        return id;
    }

    private List<String> own(Node node) {
        return nativeIds.computeIfAbsent(node.id(), id -> new ArrayList<>());
    }

    void write(String id, NodeEntry entry) {
        nodes.put(id, entry);
    }

    /**
     * An input of the workflow for a literal of a node.
     *
     * @param initial its default; empty if whoever runs the workflow has to give a value
     */
    Value ask(Node node, ComfyClass.Input input, String wanted, Optional<Object> initial) {
        return asked.computeIfAbsent(new Origin(node.id(), input.name()), origin -> {
            String name = inputNames.unique(wanted);
            String type = inputType(input, initial);
            String doc = "The " + input.name() + " of " + (node.title().isEmpty() ? node.classType() : node.title())
                    + ", node " + node.id() + ".";
            inputs.put(
                    name,
                    new InputEntry(
                            type,
                            initial.map(value -> new Value.Literal(value, Place.NONE)),
                            doc,
                            Double.NEGATIVE_INFINITY,
                            Double.POSITIVE_INFINITY,
                            List.of(),
                            Map.of(),
                            Place.NONE));
            origins.put(name, origin);
            return new Value.Reference(Value.Reference.INPUTS, name, Place.NONE);
        });
    }

    private static String inputType(ComfyClass.Input input, Optional<Object> initial) {
        boolean text = initial.map(value -> value instanceof String)
                .orElse(input.type().equals("STRING") || input.type().equals("COMBO"));
        boolean flag = initial.map(value -> value instanceof Boolean)
                .orElse(input.type().equals("BOOLEAN"));
        return text ? "text" : flag ? "boolean" : input.type().equals("FLOAT") ? "number" : "integer";
    }

    /** An output of the workflow. */
    void show(Node node, String wanted, Value.Reference from, String prefix, String kind) {
        String name = outputNames.unique(wanted);
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("class_type", node.classType());
        if (!prefix.isEmpty()) {
            about.put("filename_prefix", prefix);
        }
        outputs.put(name, new OutputEntry(from, Map.of("x-comfy", about), Place.NONE));
        results.add(new Result(name, node.id(), node.classType(), prefix, kind));
    }
}
