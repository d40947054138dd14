package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.ComfyPrompt.Input;
import dev.zograf.runtime.comfy.ComfyPrompt.Literal;
import dev.zograf.runtime.comfy.EditorGraph.Link;
import dev.zograf.runtime.comfy.EditorGraph.Node;
import dev.zograf.runtime.comfy.EditorGraph.Slot;
import dev.zograf.runtime.json.Problem;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes out what only the editor knows: nodes that stand for subgraphs ({@code 12} becomes {@code 12:7}), nodes that only lead links
 * on, values that stand in nodes of their own, nodes that are switched off.
 */
final class EditorFlattener {

    private static final int DEEPEST = 50;
    private static final Set<String> SILENT = Set.of("Note", "MarkdownNote");
    private static final String REROUTE = "Reroute";
    private static final String PRIMITIVE = "PrimitiveNode";
    private static final String PRIMITIVE_WIDGET = "value";
    private static final String PRIMITIVE_TITLE = "Primitive";
    private static final String OWN_INPUT = "-1";

    private final ComfyClasses classes;
    private final LocalDateTime now;
    private final List<Problem> problems;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, ComfyPrompt.Node> nodes = new LinkedHashMap<>();
    private final Scope whole;

    /** A graph that is written out: the whole, or a subgraph for one of the nodes that stand for it. */
    private static final class Scope {
        final EditorGraph graph;
        final @Nullable Scope outer;
        final @Nullable Node instance;
        final String prefix;
        final Map<String, EditorGraph> definitions;
        final Map<String, Scope> inner = new HashMap<>();
        /** The links that lead to outputs of a subgraph, by slot. */
        final Map<Integer, String> endings = new HashMap<>();
        /** The inputs of a subgraph that stand for widgets inside. */
        final Set<Integer> widgets = new TreeSet<>();

        final int depth;

        Scope(EditorGraph graph, @Nullable Scope outer, @Nullable Node instance) {
            this.graph = graph;
            this.outer = outer;
            this.instance = instance;
            this.prefix = outer == null || instance == null ? "" : outer.prefix + instance.id() + ":";
            this.depth = outer == null ? 0 : outer.depth + 1;
            Map<String, EditorGraph> known = new HashMap<>(outer == null ? Map.of() : outer.definitions);
            known.putAll(graph.definitions());
            this.definitions = known;
            graph.links().forEach((id, link) -> {
                if (link.to().equals(EditorGraph.OUTPUTS)) {
                    endings.putIfAbsent(link.toSlot(), id);
                } else if (link.from().equals(EditorGraph.INPUTS) && leadsToWidget(graph, link)) {
                    widgets.add(link.fromSlot());
                }
            });
        }

        private static boolean leadsToWidget(EditorGraph graph, Link link) {
            Node target = graph.nodes().get(link.to());
            return target != null
                    && link.toSlot() >= 0
                    && link.toSlot() < target.inputs().size()
                    && !target.inputs().get(link.toSlot()).widget().isEmpty();
        }
    }

    /** Where a link comes from in the end. */
    private sealed interface Source {
        /** An output of a node. */
        record Output(String node, int slot) implements Source {}

        /** A value. */
        record Constant(Object value) implements Source {}

        /** A node that is switched off: the input is given nothing. */
        record Gone() implements Source {}

        /** Nothing: the input keeps the value of its widget. */
        record Unlinked() implements Source {}
    }

    EditorFlattener(EditorGraph graph, ComfyClasses classes, LocalDateTime now, List<Problem> problems) {
        this.classes = classes;
        this.now = now;
        this.problems = problems;
        this.whole = new Scope(graph, null, null);
    }

    ComfyPrompt prompt() {
        write(whole);
        Optional<TextReplacement> replacement =
                nodes.values().stream().anyMatch(node -> prefix(node).isPresent())
                        ? Optional.of(new TextReplacement(named(whole), now))
                        : Optional.empty();
        Map<String, ComfyPrompt.Node> linked = new LinkedHashMap<>();
        nodes.forEach((id, node) -> {
            Map<String, Input> inputs = new LinkedHashMap<>(node.inputs());
            replacement.ifPresent(places -> prefix(node)
                    .ifPresent(text -> inputs.put(
                            TextReplacement.PREFIX,
                            new Literal(places.apply(text, place -> unknown(node, place)), node.at()))));
            inputs.values()
                    .removeIf(input -> input instanceof ComfyPrompt.Link link && !nodes.containsKey(link.node()));
            linked.put(id, new ComfyPrompt.Node(id, node.classType(), inputs, node.title(), node.pack(), node.at()));
        });
        return new ComfyPrompt(linked);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void write(Scope scope) {
        for (Node node : scope.graph.nodes().values()) {
            if (node.mode() == EditorGraph.MUTED || node.mode() == EditorGraph.BYPASSED) {
                continue;
            }
            EditorGraph definition = scope.definitions.get(node.type());
            if (definition != null) {
                enter(scope, node, definition).ifPresent(this::write);
            } else if (nodes.size() >= PromptReader.MAX_NODES) {
                problems.add(Problem.at(
                        node.at(), "Written out there are more than " + PromptReader.MAX_NODES + " nodes.", ""));
                return;
            } else if (!isVirtual(node)) {
                nodes.put(scope.prefix + node.id(), written(scope, node));
            }
        }
    }

    private static boolean isVirtual(Node node) {
        return SILENT.contains(node.type())
                || node.type().equals(REROUTE)
                || node.type().equals(PRIMITIVE);
    }

    private Optional<Scope> enter(Scope scope, Node node, EditorGraph definition) {
        if (scope.depth >= DEEPEST) {
            problems.add(Problem.at(node.at(), "More than " + DEEPEST + " subgraphs are nested.", ""));
            return Optional.empty();
        }
        return Optional.of(scope.inner.computeIfAbsent(node.id(), id -> new Scope(definition, scope, node)));
    }

    private ComfyPrompt.Node written(Scope scope, Node own) {
        Node node = own.withWidgets(widgets(scope, own));
        Optional<ComfyClass> type = classes.get(node.type());
        Map<String, Object> values = Widgets.values(node, type);
        values.putAll(promoted(scope, node));
        Map<String, Input> inputs = new LinkedHashMap<>();
        values.forEach((name, value) -> inputs.put(name, new Literal(value, node.at())));
        for (Slot slot : node.inputs()) {
            Source source =
                    slot.link().map(link -> follow(scope, link, slot.type())).orElseGet(Source.Unlinked::new);
            if (source instanceof Source.Output output) {
                inputs.put(slot.name(), new ComfyPrompt.Link(output.node(), output.slot(), node.at()));
            } else if (source instanceof Source.Constant constant) {
                inputs.put(slot.name(), new Literal(constant.value(), node.at()));
            } else if (source instanceof Source.Gone) {
                inputs.remove(slot.name());
            }
        }
        String id = scope.prefix + node.id();
        type.ifPresent(known -> choices(node, known, id));
        return new ComfyPrompt.Node(id, node.type(), inputs, node.title(), node.pack(), node.at());
    }

    /** The beginning of a file's name in which the editor would write something else. */
    private static Optional<String> prefix(ComfyPrompt.Node node) {
        return TextReplacement.concerns(node.classType())
                        && node.inputs().get(TextReplacement.PREFIX) instanceof Literal literal
                        && literal.value() instanceof String text
                        && text.contains("%")
                ? Optional.of(text)
                : Optional.empty();
    }

    private void unknown(ComfyPrompt.Node node, String place) {
        notes.add("In the file names of node " + node.id() + " nothing stands for " + place
                + ": no node of that name has such a value.");
    }

    /** All nodes, switched off or not, with the values that the editor shows; those of a subgraph before the node that stands for it. */
    private List<TextReplacement.Named> named(Scope scope) {
        List<TextReplacement.Named> all = new ArrayList<>();
        for (Node node : scope.graph.nodes().values()) {
            EditorGraph definition = scope.definitions.get(node.type());
            if (definition != null) {
                Scope inner = scope.inner.get(node.id());
                if (inner != null) {
                    all.addAll(named(inner));
                }
                continue;
            }
            Optional<ComfyClass> type = classes.get(node.type());
            boolean saves = TextReplacement.concerns(node.type());
            String name = node.searchName().isEmpty() && !isVirtual(node) && !saves ? node.type() : node.searchName();
            String title = node.title().isEmpty()
                    ? type.map(ComfyClass::displayName)
                            .orElse(node.type().equals(PRIMITIVE) ? PRIMITIVE_TITLE : node.type())
                    : node.title();
            all.add(new TextReplacement.Named(name, title, shown(scope, node, type)));
        }
        return all;
    }

    private Map<String, Object> shown(Scope scope, Node own, Optional<ComfyClass> type) {
        if (own.type().equals(PRIMITIVE)) {
            Object value = own.widgets().isEmpty() ? null : own.widgets().get(0);
            return value == null ? Map.of() : Map.of(PRIMITIVE_WIDGET, value);
        }
        Node node = own.withWidgets(widgets(scope, own));
        Map<String, Object> values = Widgets.values(node, type);
        values.putAll(promoted(scope, node));
        for (Slot slot : node.inputs()) {
            Optional<Source> source = slot.link().map(link -> follow(scope, link, slot.type()));
            if (source.isPresent() && source.get() instanceof Source.Constant constant) {
                values.put(slot.name(), constant.value());
            }
        }
        return values;
    }

    private void choices(Node node, ComfyClass type, String id) {
        if (type.inputs().values().stream().anyMatch(ComfyClass.Input::dynamicPrompts)
                && node.widgets().stream()
                        .anyMatch(value -> value instanceof String text && Widgets.hasAlternatives(text))) {
            notes.add(
                    "Of the alternatives in the prompt of node " + id + " the first was taken; the editor takes any.");
        }
    }

    /** The node's own values, or those that the node of its group has for it: all values of the inner nodes one after the other. */
    private static List<@Nullable Object> widgets(Scope scope, Node node) {
        Node instance = scope.instance;
        if (instance == null || !scope.graph.inOrder()) {
            return node.widgets();
        }
        int begin = 0;
        int all = 0;
        for (Node inner : scope.graph.nodes().values()) {
            begin = inner.id().equals(node.id()) ? all : begin;
            all += isVirtual(inner) ? 0 : inner.widgets().size();
        }
        return all == instance.widgets().size() && !isVirtual(node)
                ? instance.widgets().subList(begin, begin + node.widgets().size())
                : node.widgets();
    }

    /** The values that a subgraph's node shows for widgets of an inner one. */
    private static Map<String, Object> promoted(Scope scope, Node inner) {
        Node instance = scope.instance;
        Map<String, Object> values = new LinkedHashMap<>();
        if (instance != null && instance.widgets().size() == instance.proxies().size()) {
            for (int i = 0; i < instance.proxies().size(); i++) {
                Object value = instance.widgets().get(i);
                List<String> proxy = instance.proxies().get(i);
                if (proxy.get(0).equals(inner.id())
                        && value != null
                        && inner.widgets().size() > 0) {
                    values.put(proxy.get(1), value);
                }
            }
        }
        return values;
    }

    /** Follows a link back to where it comes from. */
    private Source follow(Scope start, String firstLink, String type) {
        Scope scope = start;
        String id = firstLink;
        Set<String> seen = new HashSet<>();
        while (true) {
            Link link = scope.graph.links().get(id);
            if (link == null || !seen.add(scope.prefix + id)) {
                return new Source.Unlinked();
            }
            if (link.from().equals(EditorGraph.INPUTS) && scope.outer != null && scope.instance != null) {
                Optional<String> outside = outside(scope, link.fromSlot());
                if (outside.isEmpty()) {
                    Object value = shown(scope, link.fromSlot());
                    return value == null ? new Source.Unlinked() : new Source.Constant(value);
                }
                scope = scope.outer;
                id = outside.get();
                continue;
            }
            Node node = scope.graph.nodes().get(link.from());
            if (node == null) {
                return new Source.Unlinked();
            }
            // What only leads on does so when it is switched off, too.
            if (node.mode() == EditorGraph.MUTED && !isVirtual(node)) {
                return new Source.Gone();
            }
            Optional<String> next = Optional.empty();
            EditorGraph definition = scope.definitions.get(node.type());
            if (node.mode() == EditorGraph.BYPASSED && !isVirtual(node)) {
                next = Bypass.link(node, link.fromSlot(), type);
            } else if (node.type().equals(REROUTE)) {
                next = node.inputs().stream().findFirst().flatMap(Slot::link);
            } else if (node.type().equals(PRIMITIVE)) {
                Object own = node.widgets().isEmpty() ? null : node.widgets().get(0);
                Object value = promoted(scope, node).getOrDefault(PRIMITIVE_WIDGET, own);
                return value == null ? new Source.Unlinked() : new Source.Constant(value);
            } else if (definition != null) {
                Optional<Scope> inner = enter(scope, node, definition);
                if (inner.isPresent()) {
                    scope = inner.get();
                    next = Optional.ofNullable(scope.endings.get(link.fromSlot()));
                }
            } else if (SILENT.contains(node.type())) {
                return new Source.Unlinked();
            } else {
                return new Source.Output(scope.prefix + node.id(), link.fromSlot());
            }
            if (next.isEmpty()) {
                return new Source.Unlinked();
            }
            id = next.get();
        }
    }

    /** The link that the subgraph's node has for an input of the subgraph. */
    private static Optional<String> outside(Scope scope, int slot) {
        Node instance = scope.instance;
        if (instance == null || slot < 0 || slot >= scope.graph.inputs().size()) {
            return Optional.empty();
        }
        if (scope.graph.inOrder()) {
            return slot < instance.inputs().size() ? instance.inputs().get(slot).link() : Optional.empty();
        }
        String name = scope.graph.inputs().get(slot).name();
        return instance.inputs().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .flatMap(Slot::link);
    }

    /**
     * The value that the subgraph's node shows for an input of the subgraph; null if it shows none. Where the node lists what it shows, such an
     * input stands there by its name, as if of a node {@value #OWN_INPUT}; else there is a value for each input that leads to a widget.
     */
    private static @Nullable Object shown(Scope scope, int slot) {
        Node instance = scope.instance;
        if (instance == null
                || instance.widgets().isEmpty()
                || slot < 0
                || slot >= scope.graph.inputs().size()) {
            return null;
        }
        if (instance.proxies().size() == instance.widgets().size()) {
            int listed = instance.proxies()
                    .indexOf(List.of(OWN_INPUT, scope.graph.inputs().get(slot).name()));
            return listed < 0 ? null : instance.widgets().get(listed);
        }
        List<Integer> widgets = List.copyOf(scope.widgets);
        int place = widgets.indexOf(slot);
        return place >= 0 && widgets.size() == instance.widgets().size()
                ? instance.widgets().get(place)
                : null;
    }
}
