package dev.zograf.cli;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.SchemaWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zograf nodes}: lists the node types, or describes one. */
@Command(name = "nodes", description = "List the node types, or describe one.")
final class NodesCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "TYPE", description = "The node type to describe, such as sample.")
    @Nullable
    String type;

    @Mixin
    Common common;

    private final Console console;

    NodesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<NodeSchema> nodes;
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            nodes = engine.zograf().nodes();
            engine.warn();
        }
        if (type != null) {
            NodeSchema wanted = find(nodes, type);
            if (common.json) {
                console.printText(JsonText.write(SchemaWriter.describe(wanted)));
            } else {
                describe(wanted);
            }
        } else if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("nodes", nodes.stream().map(SchemaWriter::describe).toList());
            console.printText(JsonText.write(out));
        } else {
            nodes.forEach(node -> console.print(String.format(Locale.ROOT, "%-26s %s", node.type(), summary(node))));
        }
        return ExitCode.DONE;
    }

    private static NodeSchema find(List<NodeSchema> nodes, String wanted) {
        String id = wanted.replaceFirst("@.*", "");
        List<String> ids = nodes.stream().map(NodeSchema::id).toList();
        return nodes.stream()
                .filter(node -> node.id().equals(id) && (wanted.equals(id) || wanted.equals(node.type())))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "There is no node type \"" + wanted + "\". " + Nearest.remedy(id, ids, "node types")));
    }

    private static String summary(NodeSchema node) {
        return node.doc().isEmpty() ? node.title() : node.doc();
    }

    private void describe(NodeSchema node) {
        console.print(node.type() + "  " + node.title());
        if (!node.doc().isEmpty()) {
            console.print(node.doc());
        }
        ports("Inputs", node.inputs());
        ports("Outputs", node.outputs());
    }

    private void ports(String title, List<PortSchema> ports) {
        if (!ports.isEmpty()) {
            console.print("");
            console.print(title);
        }
        for (PortSchema port : ports) {
            console.print(String.format(Locale.ROOT, "  %-14s %s%s", port.name(), port.typeName(), rules(port)));
            if (!port.doc().isEmpty()) {
                console.print("                 " + port.doc());
            }
        }
    }

    private static String rules(PortSchema port) {
        StringBuilder rules = new StringBuilder();
        port.initial()
                .ifPresent(initial -> rules.append(", ")
                        .append(JsonText.write(initial).strip())
                        .append(" by default"));
        if (Double.isFinite(port.min()) || Double.isFinite(port.max())) {
            rules.append(", ").append(bound(port.min())).append(" to ").append(bound(port.max()));
        }
        if (port.multipleOf() > 1) {
            rules.append(", a multiple of ").append(port.multipleOf());
        }
        if (!port.choices().isEmpty()) {
            rules.append(", one of ").append(String.join(", ", port.choices()));
        }
        return rules.toString();
    }

    private static String bound(double bound) {
        if (Double.isInfinite(bound)) {
            return "any";
        }
        return bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : Double.toString(bound);
    }
}
