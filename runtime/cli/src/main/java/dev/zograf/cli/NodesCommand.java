package dev.zograf.cli;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Nearest;
import dev.zograf.runtime.node.LiveChoices;
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
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            List<NodeSchema> nodes = engine.zograf().nodes();
            engine.warn();
            show(nodes, engine.zograf().choices());
        }
        return ExitCode.DONE;
    }

    private void show(List<NodeSchema> nodes, LiveChoices live) {
        if (type != null) {
            NodeSchema wanted = find(nodes, type);
            if (common.json) {
                console.printText(JsonText.write(SchemaWriter.describe(wanted, live)));
            } else {
                describe(wanted, live);
            }
        } else if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put(
                    "nodes",
                    nodes.stream()
                            .map(node -> SchemaWriter.describe(node, live))
                            .toList());
            console.printText(JsonText.write(out));
        } else {
            nodes.forEach(node -> console.print(String.format(Locale.ROOT, "%-26s %s", node.type(), summary(node))));
        }
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

    private void describe(NodeSchema node, LiveChoices live) {
        console.print(node.type() + "  " + node.title());
        if (!node.doc().isEmpty()) {
            console.print(node.doc());
        }
        ports("Inputs", node.inputs(), live);
        ports("Outputs", node.outputs(), live);
    }

    private void ports(String title, List<PortSchema> ports, LiveChoices live) {
        if (!ports.isEmpty()) {
            console.print("");
            console.print(title);
        }
        for (PortSchema port : ports) {
            console.print(
                    String.format(Locale.ROOT, "  %-14s %s%s", port.name(), port.typeName(), PortRules.of(port, live)));
            if (!port.doc().isEmpty()) {
                console.print("                 " + port.doc());
            }
        }
    }
}
