package dev.zograf.plugin;

import dev.zograf.Workflow;
import dev.zograf.Zograf;

/** Runs the node of {@link dev.zograf.testkit.PluginJars#echo}. */
final class Echo {

    private Echo() {}

    static String workflow(String type) {
        return """
                { "zograf": 1,
                  "inputs": { "text": {"type": "text", "default": "x"} },
                  "nodes": { "echo": { "type": "%s@1", "in": { "text": {"from": "inputs.text"} } } },
                  "outputs": { "text": {"from": "echo.text"} } }
                """.formatted(type);
    }

    static Workflow read(Zograf zograf, String plugin) {
        return zograf.read(workflow(plugin + ".echo"));
    }

    static String run(Zograf zograf, String plugin, String text) {
        return zograf.run(read(zograf, plugin).with("text", text)).get("text", String.class);
    }
}
