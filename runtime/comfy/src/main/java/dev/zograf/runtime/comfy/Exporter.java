package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyClass.Presence;
import dev.zograf.runtime.comfy.ComfyPrompt.Input;
import dev.zograf.runtime.comfy.ComfyPrompt.Link;
import dev.zograf.runtime.comfy.ComfyPrompt.Literal;
import dev.zograf.runtime.comfy.ComfyPrompt.Node;
import dev.zograf.runtime.comfy.Mapping.Variant;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import dev.zograf.runtime.json.WorkflowFile.NodeEntry;
import dev.zograf.runtime.json.WorkflowFile.OutputEntry;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One export, from the outputs back: for a value that is needed it looks for a class one of whose outputs would be imported as that
 * value, and goes on with what the class's inputs must then have been.
 */
final class Exporter {

    private static final int DEEPEST = PromptOrder.MAX_CHAIN;

    private final ComfyClasses classes;
    private final WorkflowFile file;
    private final Map<String, NodeSchema> schemas;
    private final NativeLists lists;

    private final Map<Parts, Optional<Link>> known = new HashMap<>();
    private final Map<List<Object>, String> ids = new HashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> comfyIds = new LinkedHashMap<>();
    private final Set<String> lost = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> failed = new HashSet<>();

    Exporter(ComfyClasses classes, Map<String, NodeSchema> schemas, WorkflowFile written) {
        this.classes = classes;
        this.schemas = schemas;
        this.file = PlainPrompts.spelled(written, notes);
        this.lists = new NativeLists(file, schemas, classes);
    }

    ComfyExport.Exported run() {
        file.workflows()
                .keySet()
                .forEach(name ->
                        lost.add("workflows." + name + ": ComfyUI's prompts have no definitions of workflows."));
        file.outputs().forEach(this::output);
        file.nodes().forEach((id, node) -> {
            if (!comfyIds.containsKey(id) && !failed.contains(id)) {
                NodeSchema schema = schemas.get(node.type());
                boolean effect = schema != null && schema.effect();
                String text = "nodes." + id + ": " + node.type() + " was left out, since ";
                if (effect) {
                    lost.add(text + "no class of ComfyUI stands for what it does beside its outputs.");
                } else {
                    notes.add(text + "nothing that was exported needs it.");
                }
            }
        });
        return new ComfyExport.Exported(new ComfyPrompt(nodes), comfyIds, List.copyOf(lost), List.copyOf(notes));
    }

    private void output(String name, OutputEntry output) {
        String prefix = name;
        String wanted = "SaveImage";
        if (output.extras().get("x-comfy") instanceof Map<?, ?> about) {
            prefix = about.get("filename_prefix") instanceof String text ? text : "";
            wanted = about.get("class_type") instanceof String text ? text : wanted;
        }
        List<ExportMatch> makers = makers(output.from());
        if (!makers.isEmpty()) {
            if (write(makers.get(0), 0).isEmpty()) {
                lost.add("outputs." + name + ": what " + makers.get(0).type().name() + " needs for it was lost.");
            }
            return;
        }
        Optional<ComfyClass> type =
                classes.get(wanted).filter(Exporter::showsWhatItIsGiven).or(() -> classes.get("SaveImage"));
        if (type.isEmpty() || !showsPicture(output.from())) {
            lost.add("outputs." + name + ": no class of ComfyUI shows what this is.");
            return;
        }
        Optional<Link> link = link(Parts.of(output.from()), 0);
        Map<String, Input> inputs = new LinkedHashMap<>();
        for (ComfyClass.Input input : type.get().inputs().values()) {
            if (input.presence() == Presence.HIDDEN) {
                continue;
            }
            if (input.type().equals("STRING") && !prefix.isEmpty()) {
                inputs.put(input.name(), new Literal(prefix, Place.NONE));
            } else if (input.isWidget()) {
                input.initial().ifPresent(value -> inputs.put(input.name(), new Literal(value, Place.NONE)));
            } else {
                link.ifPresent(from -> inputs.put(input.name(), from));
            }
        }
        if (link.isPresent()) {
            node(type.get().name(), inputs, name);
        }
    }

    /** What makes a node of its own show this: a file that is written. */
    private List<ExportMatch> makers(Value.Reference from) {
        List<ExportMatch> matches = new ArrayList<>();
        for (ComfyClass type : classes.all().values()) {
            for (Variant variant : type.mapping().variants()) {
                if (type.isOutput() && variant.out().isEmpty()) {
                    new ExportMatch(file, schemas, lists, type, variant, 0)
                            .showing(from)
                            .ifPresent(matches::add);
                }
            }
        }
        matches.sort(Comparator.comparing(ExportMatch::rank));
        return matches;
    }

    /** Whether a class shows its one linked input as it is. */
    private static boolean showsWhatItIsGiven(ComfyClass type) {
        long linked = type.inputs().values().stream()
                .filter(input -> input.presence() != Presence.HIDDEN && !input.isWidget())
                .count();
        return type.isOutput()
                && linked == 1
                && type.mapping().variants().stream()
                        .anyMatch(variant -> variant.results().size() == 1
                                && variant.results().get(0).from() instanceof Template.Given);
    }

    private boolean showsPicture(Value.Reference from) {
        NodeEntry node = file.nodes().get(from.source());
        NodeSchema schema = node == null ? null : schemas.get(node.type());
        return schema == null
                || schema.outputs().stream()
                        .filter(port -> port.name().equals(from.port()))
                        .anyMatch(port -> PortTypes.name(port.type()).equals("image") && !port.named());
    }

    /** The output of ComfyUI that would be imported as this; notes what there is none for. */
    private Optional<Link> link(Parts wanted, int depth) {
        Optional<Link> before = known.get(wanted);
        if (before != null) {
            return before;
        }
        if (depth > DEEPEST || !(wanted.main() instanceof Value.Reference reference)) {
            lost.add("A chain of more than " + DEEPEST + " nodes, or a value where a link is needed, was left out.");
            return Optional.empty();
        }
        List<ExportMatch> matches = candidates(wanted, reference);
        Optional<Link> found = Optional.empty();
        for (ExportMatch match : matches) {
            found = write(match, depth);
            if (found.isPresent()) {
                break;
            }
        }
        if (found.isEmpty()) {
            failed.add(reference.source());
            if (matches.isEmpty()) {
                lose(reference, wanted);
            } else {
                lost.addAll(matches.get(0).needs());
            }
        }
        known.put(wanted, found);
        return found;
    }

    private void lose(Value.Reference reference, Parts wanted) {
        NodeEntry node = file.nodes().get(reference.source());
        if (reference.isInput()) {
            lost.add("inputs." + reference.port()
                    + ": ComfyUI's prompts have no inputs, and it has no default. Say its value: --set "
                    + reference.port() + "=…");
            return;
        }
        if (node == null) {
            lost.add("nodes." + reference.source() + ": there is no such node.");
            return;
        }
        List<String> near = classes.all().values().stream()
                .filter(type -> type.mapping().variants().stream()
                        .flatMap(variant -> variant.nodes().values().stream())
                        .anyMatch(template -> template.type().equals(node.type())))
                .map(ComfyClass::name)
                .toList();
        lost.add("nodes." + reference.source() + ": no class of ComfyUI does what " + node.type()
                + (wanted.values().size() > 1 ? " and what goes with it do" : " does") + " with these inputs."
                + (near.isEmpty() ? "" : " Near: " + String.join(", ", near) + "."));
    }

    /** What would be imported as this value, the best first. */
    private List<ExportMatch> candidates(Parts wanted, Value.Reference reference) {
        List<ExportMatch> matches = new ArrayList<>();
        for (ComfyClass type : classes.all().values()) {
            for (Variant variant : type.mapping().variants()) {
                for (int slot = 0; slot < variant.out().size(); slot++) {
                    new ExportMatch(file, schemas, lists, type, variant, slot)
                            .with(wanted, reference)
                            .ifPresent(matches::add);
                }
            }
        }
        matches.sort(Comparator.comparing(ExportMatch::rank));
        return matches;
    }

    private Optional<Link> write(ExportMatch match, int depth) {
        Map<String, Input> inputs = new LinkedHashMap<>();
        for (ComfyClass.Input input : match.type().inputs().values()) {
            Optional<Parts> bound = match.bound(input.name());
            if (bound.isEmpty()) {
                if (input.presence() == Presence.REQUIRED) {
                    Optional<Input> some = ExportedValues.initial(input)
                            .<Input>map(value -> new Literal(value, Place.NONE))
                            .or(() -> idle(match.type(), input, depth));
                    if (some.isEmpty()) {
                        match.needs(input.name());
                        return Optional.empty();
                    }
                    inputs.put(input.name(), some.get());
                }
            } else if (bound.get().main() instanceof Value.Literal literal) {
                inputs.put(input.name(), new Literal(literal.value(), Place.NONE));
            } else if (bound.get().main() instanceof Value.Reference) {
                link(bound.get(), depth + 1).ifPresent(link -> inputs.put(input.name(), link));
            } else {
                return Optional.empty();
            }
        }
        match.leftovers().forEach(lost::add);
        String title = match.nativeIds().isEmpty() ? "" : match.nativeIds().get(0);
        String id = node(match.type().name(), inputs, title);
        match.nativeIds().forEach(own -> {
            List<String> list = comfyIds.computeIfAbsent(own, key -> new ArrayList<>());
            if (!list.contains(id)) {
                list.add(id);
            }
        });
        return Optional.of(new Link(id, match.slot(), Place.NONE));
    }

    /** For an input that has to be there and changes nothing here: any output of its type. */
    private Optional<Input> idle(ComfyClass type, ComfyClass.Input input, int depth) {
        if (!type.mapping().ignored().containsKey(input.name())) {
            return Optional.empty();
        }
        for (Map.Entry<String, NodeEntry> node : file.nodes().entrySet()) {
            for (String port : ports(node.getValue().type(), input.type())) {
                Optional<Link> link = link(Parts.of(new Value.Reference(node.getKey(), port, Place.NONE)), depth + 1);
                if (link.isPresent()) {
                    return link.map(Input.class::cast);
                }
            }
        }
        return Optional.empty();
    }

    /** The outputs of a node type of ours that stand for outputs of a type of ComfyUI. */
    private Set<String> ports(String nodeType, String comfyType) {
        Set<String> ports = new LinkedHashSet<>();
        for (ComfyClass type : classes.all().values()) {
            for (Variant variant : type.mapping().variants()) {
                for (int slot = 0; slot < variant.out().size(); slot++) {
                    if (type.outputs().get(slot).type().equals(comfyType)
                            && variant.out().get(slot) instanceof Template.From from
                            && variant.nodes().get(from.node()) != null
                            && variant.nodes().get(from.node()).type().equals(nodeType)) {
                        ports.add(from.port());
                    }
                }
            }
        }
        return ports;
    }

    private String node(String classType, Map<String, Input> inputs, String title) {
        return ids.computeIfAbsent(List.of(classType, inputs), key -> {
            String id = String.valueOf(nodes.size() + 1);
            nodes.put(id, new Node(id, classType, inputs, title, "", Place.NONE));
            return id;
        });
    }
}
