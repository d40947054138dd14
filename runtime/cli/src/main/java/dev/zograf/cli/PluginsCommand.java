package dev.zograf.cli;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.plugin.PluginInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code zograf plugins}: lists the plugins, and loads each to see whether it can be used. */
@Command(name = "plugins", description = "List the plugins: what they have, whether they can be used, and if not, why.")
final class PluginsCommand implements Callable<Integer> {

    @Mixin
    Common common;

    private final Console console;

    PluginsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<PluginInfo> plugins;
        try (Engine engine = Engine.silent(console, common, Zograf.builder())) {
            plugins = engine.zograf().plugins().load();
        }
        if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("plugins", plugins.stream().map(PluginsCommand::json).toList());
            console.printText(JsonText.write(out));
        } else {
            plugins.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private static Map<String, Object> json(PluginInfo plugin) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", plugin.id());
        out.put("version", plugin.version());
        plugin.title().ifPresent(title -> out.put("title", title));
        out.put("licence", plugin.licence());
        out.put("where", where(plugin));
        out.put("state", state(plugin));
        out.put("leftOut", plugin.reason());
        out.put("nodes", plugin.nodes());
        out.put(
                "jars",
                plugin.jars().stream()
                        .map(jar -> Map.of("name", jar.name(), "sha256", jar.sha256()))
                        .toList());
        plugin.vouched().ifPresent(who -> out.put("trust", who));
        return out;
    }

    private void print(PluginInfo plugin) {
        console.print((plugin.id() + " " + plugin.version()).strip() + "  " + state(plugin));
        row("where", where(plugin));
        plugin.title().ifPresent(title -> row("title", title));
        row("licence", plugin.licence());
        row("nodes", String.join(", ", plugin.nodes()));
        plugin.jars().forEach(jar -> row("jar", jar.sha256() + "  " + jar.name()));
        plugin.vouched().ifPresent(who -> row("trust", who));
        plugin.reason().forEach(reason -> row("left out", reason));
    }

    private void row(String name, String value) {
        if (!value.isEmpty()) {
            console.print(String.format(Locale.ROOT, "  %-9s %s", name, value));
        }
    }

    private static String where(PluginInfo plugin) {
        return plugin.place().map(place -> place.toString()).orElse("class path");
    }

    private static String state(PluginInfo plugin) {
        return plugin.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
