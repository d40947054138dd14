package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.Mapping.NodeTemplate;
import dev.zograf.runtime.comfy.Mapping.Variant;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.Wrapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what is wrong with the table of a class, for tests of those that write one. */
public final class TableCheck {

    private final ComfyClass type;
    private final Map<String, NodeSchema> nodes;
    private final List<String> mistakes = new ArrayList<>();

    private TableCheck(ComfyClass type, Map<String, NodeSchema> nodes) {
        this.type = type;
        this.nodes = nodes;
    }

    /**
     * The mistakes, a sentence each: nodes, ports, values that there are not, inputs of which the table says nothing.
     *
     * @param nodes the node types that there are, by id
     */
    public static List<String> mistakes(ComfyClass type, Map<String, NodeSchema> nodes) {
        TableCheck check = new TableCheck(type, nodes);
        check.run();
        return check.mistakes;
    }

    private void run() {
        Set<String> used = type.mapping().used().stream().map(type::inputOf).collect(Collectors.toSet());
        used.stream().filter(input -> !type.inputs().containsKey(input)).forEach(input -> add("has no input " + input));
        if (type.isMapped()) {
            type.inputs().values().stream()
                    .filter(input -> input.presence() != ComfyClass.Presence.HIDDEN && !used.contains(input.name()))
                    .forEach(input -> add("says nothing of its input " + input.name()));
        }
        type.mapping().variants().forEach(this::variant);
        type.nearest().stream()
                .filter(id -> !nodes.containsKey(id))
                .forEach(id -> add("names a node type " + id + " that there is not"));
    }

    private void variant(Variant variant) {
        if (variant.out().size() != type.outputs().size()) {
            add("has " + type.outputs().size() + " outputs and says what "
                    + variant.out().size() + " of them give");
        }
        variant.nodes().forEach((key, node) -> node(key, node, variant));
        variant.out().forEach(out -> sources(out, variant));
        variant.ask().keySet().stream()
                .filter(input -> !type.inputs().containsKey(input))
                .forEach(input -> add("asks for " + input + ", which it has not"));
    }

    private void node(String key, NodeTemplate node, Variant variant) {
        NodeSchema schema = nodes.get(node.type());
        if (schema == null) {
            add("names a node type " + node.type() + " that there is not");
            return;
        }
        if (schema.version() != node.version()) {
            add("names version " + node.version() + " of " + node.type() + ", which is " + schema.version());
        }
        Set<String> known = new HashSet<>();
        for (PortSchema port : schema.inputs()) {
            known.add(port.name());
            Template value = node.in().get(port.name());
            if (value == null && port.initial().isEmpty() && !port.wrappers().contains(Wrapper.OPTIONAL)) {
                add("leaves out the input " + port.name() + " of " + key + " (" + node.type() + ")");
            }
            Optional.ofNullable(value).ifPresent(template -> values(template, port));
        }
        node.in().forEach((name, template) -> {
            if (!known.contains(name)) {
                add("gives " + node.type() + " an input " + name + " that it has not");
            }
            sources(template, variant);
        });
    }

    /** Texts that are written out must be among the choices. */
    private void values(Template template, PortSchema port) {
        if (port.choices().isEmpty()) {
            return;
        }
        List<Object> written = new ArrayList<>();
        if (template instanceof Template.Constant constant) {
            written.add(constant.value());
        } else if (template instanceof Template.Translated translated) {
            written.addAll(translated.words().values());
        } else if (template instanceof Template.Given given && type.inputs().containsKey(given.input())) {
            written.addAll(type.inputs().get(given.input()).choices());
        }
        written.stream()
                .filter(value -> !port.choices().contains(String.valueOf(value)))
                .forEach(value -> add("gives " + port.name() + " the value " + value + ", which is none of "
                        + String.join(", ", port.choices())));
    }

    /** Links must lead to outputs that there are. */
    private void sources(Template template, Variant variant) {
        template.forEach(inner -> {
            if (inner instanceof Template.From from) {
                NodeTemplate node = variant.nodes().get(from.node());
                NodeSchema schema = node == null ? null : nodes.get(node.type());
                if (node == null) {
                    add("links to " + from.node() + ", which it has not");
                } else if (schema != null
                        && schema.outputs().stream()
                                .noneMatch(port -> port.name().equals(from.port()))) {
                    add("links to the output " + from.port() + " of " + node.type() + ", which it has not");
                }
            }
        });
    }

    private void add(String what) {
        mistakes.add(type.name() + " " + what + ".");
    }
}
