package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.EditorGraph.Link;
import dev.zograf.runtime.comfy.EditorGraph.Node;
import dev.zograf.runtime.comfy.EditorGraph.Port;
import dev.zograf.runtime.comfy.EditorGraph.Slot;
import dev.zograf.runtime.json.JsonTree;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the editor's format, 0.4 and 1: what says how the graph looks (places, colours, groups, bends of links) is passed over. */
final class EditorReader {

    private final List<Problem> problems;
    private int nodeCount;

    EditorReader(List<Problem> problems) {
        this.problems = problems;
    }

    EditorGraph graph(JsonTree.Obj object, String name) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (JsonTree entry : entries(object, "nodes")) {
            if (++nodeCount > PromptReader.MAX_NODES) {
                add(entry.at(), "There are more than " + PromptReader.MAX_NODES + " nodes.", "");
                break;
            }
            object(entry, "a node").flatMap(this::node).ifPresent(node -> {
                if (nodes.putIfAbsent(node.id(), node) != null) {
                    add(node.at(), "There are two nodes with the id " + node.id() + ".", "");
                }
            });
        }
        Map<String, Link> links = new LinkedHashMap<>();
        entries(object, "links").forEach(entry -> link(entry, links));
        Map<String, EditorGraph> definitions = new LinkedHashMap<>();
        member(object, "definitions")
                .flatMap(tree -> object(tree, "an object"))
                .ifPresent(all -> entries(all, "subgraphs")
                        .forEach(entry ->
                                object(entry, "a subgraph").ifPresent(subgraph -> definition(subgraph, definitions))));
        member(object, "extra")
                .filter(JsonTree.Obj.class::isInstance)
                .flatMap(extra -> member((JsonTree.Obj) extra, "groupNodes"))
                .filter(JsonTree.Obj.class::isInstance)
                .ifPresent(groups -> groups((JsonTree.Obj) groups, definitions));
        return new EditorGraph(
                name, nodes, links, ports(object, "inputs"), ports(object, "outputs"), definitions, false);
    }

    private void definition(JsonTree.Obj subgraph, Map<String, EditorGraph> definitions) {
        String id = text(subgraph, "id");
        if (id.isEmpty()) {
            add(subgraph.at(), "This subgraph has no id.", "");
        } else {
            definitions.put(id, graph(subgraph, text(subgraph, "name")));
        }
    }

    private void groups(JsonTree.Obj groups, Map<String, EditorGraph> definitions) {
        groups.members()
                .forEach((name, member) -> object(member.value(), "a group").ifPresent(group -> {
                    List<Node> members = new ArrayList<>();
                    for (JsonTree entry : entries(group, "nodes")) {
                        object(entry, "a node")
                                .flatMap(node -> node(node, Optional.of(String.valueOf(members.size()))))
                                .ifPresent(members::add);
                    }
                    nodeCount += members.size();
                    EditorGraph definition = GroupNodes.definition(name, members, group);
                    definitions.put("workflow>" + name, definition);
                    definitions.put("workflow/" + name, definition);
                }));
    }

    private Optional<Node> node(JsonTree.Obj object) {
        return node(object, id(object, "id"));
    }

    private Optional<Node> node(JsonTree.Obj object, Optional<String> id) {
        String type = text(object, "type");
        if (id.isEmpty() || type.isEmpty()) {
            add(object.at(), "This node has no " + (id.isEmpty() ? "id" : "type") + ".", "");
            return Optional.empty();
        }
        Optional<JsonTree.Obj> properties = member(object, "properties")
                .filter(JsonTree.Obj.class::isInstance)
                .map(JsonTree.Obj.class::cast);
        List<Slot> inputs = new ArrayList<>();
        for (JsonTree entry : entries(object, "inputs")) {
            object(entry, "an input").ifPresent(input -> inputs.add(slot(input)));
        }
        List<@Nullable Object> widgets = new ArrayList<>();
        Map<String, Object> named = new LinkedHashMap<>();
        member(object, "widgets_values").ifPresent(tree -> {
            if (tree instanceof JsonTree.Arr array) {
                array.entries().forEach(value -> widgets.add(value.plain()));
            } else if (tree instanceof JsonTree.Obj values) {
                values.members().forEach((name, member) -> {
                    Object value = member.value().plain();
                    if (value != null) {
                        named.put(name, value);
                    }
                });
            }
        });
        return Optional.of(new Node(
                id.get(),
                type,
                member(object, "mode").map(JsonTree::plain).orElse(0) instanceof Long mode ? mode.intValue() : 0,
                inputs,
                ports(object, "outputs"),
                widgets,
                named,
                properties.map(EditorReader::proxies).orElse(List.of()),
                text(object, "title"),
                properties.map(p -> text(p, "Node name for S&R")).orElse(""),
                properties
                        .map(p -> text(p, "cnr_id"))
                        .filter(pack -> !pack.isEmpty())
                        .or(() -> properties.map(p -> text(p, "aux_id")))
                        .orElse(""),
                object.at()));
    }

    private static List<List<String>> proxies(JsonTree.Obj properties) {
        List<List<String>> proxies = new ArrayList<>();
        if (member(properties, "proxyWidgets").orElse(null) instanceof JsonTree.Arr array) {
            for (JsonTree entry : array.entries()) {
                if (entry instanceof JsonTree.Arr pair && pair.entries().size() >= 2) {
                    proxies.add(List.of(
                            String.valueOf(pair.entries().get(0).plain()),
                            String.valueOf(pair.entries().get(1).plain())));
                }
            }
        }
        return proxies;
    }

    private Slot slot(JsonTree.Obj input) {
        String widget = member(input, "widget")
                .filter(JsonTree.Obj.class::isInstance)
                .map(tree -> text((JsonTree.Obj) tree, "name"))
                .orElse("");
        return new Slot(text(input, "name"), type(input), id(input, "link"), widget);
    }

    private List<Port> ports(JsonTree.Obj object, String name) {
        List<Port> ports = new ArrayList<>();
        for (JsonTree entry : entries(object, name)) {
            if (entry instanceof JsonTree.Obj port) {
                ports.add(new Port(text(port, "name"), type(port)));
            }
        }
        return ports;
    }

    /** A type is a text; very old files have a list of choices there. */
    private static String type(JsonTree.Obj object) {
        return member(object, "type").orElse(null) instanceof JsonTree.Arr ? "COMBO" : text(object, "type");
    }

    /** {@code [id, from, slot, to, slot, type]}, or an object. */
    private void link(JsonTree tree, Map<String, Link> links) {
        if (tree instanceof JsonTree.Arr array && array.entries().size() >= 5) {
            List<@Nullable Object> values = new ArrayList<>();
            array.entries().forEach(entry -> values.add(entry.plain()));
            put(links, tree.at(), values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
        } else if (tree instanceof JsonTree.Obj object) {
            put(
                    links,
                    tree.at(),
                    plain(object, "id"),
                    plain(object, "origin_id"),
                    plain(object, "origin_slot"),
                    plain(object, "target_id"),
                    plain(object, "target_slot"));
        } else if (!(tree instanceof JsonTree.Scalar scalar && scalar.value() == null)) {
            add(tree.at(), "This is no link.", "A link is an array of six entries or an object.");
        }
    }

    private void put(
            Map<String, Link> links,
            Place at,
            @Nullable Object id,
            @Nullable Object from,
            @Nullable Object fromSlot,
            @Nullable Object to,
            @Nullable Object toSlot) {
        if (isId(id) && isId(from) && isId(to) && isSlot(fromSlot) && isSlot(toSlot)) {
            links.put(
                    String.valueOf(id),
                    new Link(String.valueOf(from), number(fromSlot), String.valueOf(to), number(toSlot)));
        } else {
            add(at, "This is no link.", "A link has ids and slots at both ends.");
        }
    }

    private static boolean isId(@Nullable Object value) {
        return value instanceof Long || value instanceof String;
    }

    private static boolean isSlot(@Nullable Object value) {
        return value instanceof Long || (value instanceof String text && text.matches("[0-9]{1,4}"));
    }

    private static int number(@Nullable Object value) {
        return value instanceof Long slot
                ? (int) Math.max(-1, Math.min(slot, Integer.MAX_VALUE))
                : Integer.parseInt(String.valueOf(value));
    }

    private static Optional<String> id(JsonTree.Obj object, String name) {
        Object value = plain(object, name);
        return isId(value) ? Optional.of(String.valueOf(value)) : Optional.empty();
    }

    private static String text(JsonTree.Obj object, String name) {
        return plain(object, name) instanceof String text ? text : "";
    }

    private static @Nullable Object plain(JsonTree.Obj object, String name) {
        return member(object, name).map(JsonTree::plain).orElse(null);
    }

    private static Optional<JsonTree> member(JsonTree.Obj object, String name) {
        return Optional.ofNullable(object.members().get(name)).map(JsonTree.Member::value);
    }

    private List<JsonTree> entries(JsonTree.Obj object, String name) {
        Optional<JsonTree> tree = member(object, name);
        if (tree.isEmpty() || (tree.get() instanceof JsonTree.Scalar scalar && scalar.value() == null)) {
            return List.of();
        }
        if (tree.get() instanceof JsonTree.Arr array) {
            return array.entries();
        }
        // Old files have slots by number.
        if (tree.get() instanceof JsonTree.Obj numbered && !name.equals("nodes")) {
            return numbered.members().values().stream()
                    .map(JsonTree.Member::value)
                    .toList();
        }
        add(tree.get().at(), "Here is " + tree.get().what() + " where an array of " + name + " is needed.", "");
        return List.of();
    }

    private Optional<JsonTree.Obj> object(JsonTree tree, String what) {
        if (tree instanceof JsonTree.Obj object) {
            return Optional.of(object);
        }
        add(tree.at(), "Here is " + tree.what() + " where " + what + " is needed.", "");
        return Optional.empty();
    }

    private void add(Place at, String message, String remedy) {
        problems.add(Problem.at(at, message, remedy));
    }
}
