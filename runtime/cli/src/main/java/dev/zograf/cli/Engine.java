package dev.zograf.cli;

import dev.zograf.Outputs;
import dev.zograf.Run;
import dev.zograf.RunEvent;
import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.ZografBuilder;
import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.plugin.PluginFailure;
import dev.zograf.runtime.plugin.PluginTrust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine for one command, with progress on this console and Ctrl-C under control. */
final class Engine implements AutoCloseable {

    private final Console console;
    private final Common common;
    private final Interrupt interrupt;
    private final Zograf zograf;
    private final Set<PluginFailure> warned = new HashSet<>();
    private final List<Map<String, Object>> warnings = Collections.synchronizedList(new ArrayList<>());

    /** An engine as the builder and the common options say; names the plugins that were left out. */
    Engine(Console console, Common common, ZografBuilder builder) {
        this(console, common, builder, true);
    }

    private Engine(Console console, Common common, ZografBuilder builder, boolean warns) {
        this.console = console;
        this.common = common;
        Path[] plugins = common.pluginFolders().toArray(Path[]::new);
        PluginTrust trust = common.trust();
        interrupt = new Interrupt();
        zograf = builder.models(common.modelRoots().toArray(Path[]::new))
                .pluginFolder(plugins)
                .pluginTrust(trust)
                .build();
        if (warns) {
            warn();
        }
    }

    /** The same, without naming what was left out. */
    static Engine silent(Console console, Common common, ZografBuilder builder) {
        return new Engine(console, common, builder, false);
    }

    /** Names what was left out and was not named before. */
    void warn() {
        for (PluginFailure failure : zograf.failures()) {
            if (warned.add(failure)) {
                console.say("zograf: left out: " + failure);
            }
        }
    }

    Zograf zograf() {
        return zograf;
    }

    /** ComfyUI's classes that are known here, those of the plugins among them; names the plugins whose tables are wrong. */
    ComfyClasses comfyClasses() {
        return ComfyClasses.of(zograf.plugins(), reason -> console.say("zograf: left out: " + reason));
    }

    /** Runs to the end. */
    Outputs run(Workflow workflow) {
        try (Progress progress = Progress.on(console, common.quiet || common.json)) {
            Run run = zograf.start(workflow, event -> show(event, progress));
            interrupt.watch(run);
            return run.join();
        }
    }

    private void show(RunEvent event, Progress progress) {
        if (event instanceof RunEvent.Progress step) {
            progress.step(step.node(), step.step(), step.total());
        } else if (event instanceof RunEvent.NodeFinished finished) {
            progress.finished(finished.node());
            if (common.verbose) {
                console.say(finished.node() + " (" + finished.type() + "): "
                        + finished.took().toMillis() + " ms");
            }
        } else if (event instanceof RunEvent.NodeWarned warning) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("node", warning.node());
            entry.put("text", warning.text());
            warnings.add(entry);
            if (!common.quiet) {
                console.say("warning: node '" + warning.node() + "': " + warning.text());
            }
        }
    }

    /** What nodes warned of so far, as JSON has it. */
    List<Map<String, Object>> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void close() {
        try (interrupt) {
            zograf.close();
        }
    }
}
