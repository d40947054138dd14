package dev.zograf.cli;

import dev.zograf.Zograf;
import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.comfy.ComfyFile;
import dev.zograf.runtime.comfy.ImportedWorkflow;
import dev.zograf.runtime.json.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf import}: turns a workflow of ComfyUI into one of ours. */
@Command(
        name = "import",
        description =
                "Turn a workflow of ComfyUI, in either of its formats or in a PNG or WebP that it made, into one of Zograf's.")
final class ImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "JSON of ComfyUI, or a picture that was made with it.")
    Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "WORKFLOW.json",
            description = "The workflow to write; stdout by default.")
    @Nullable
    Path output;

    @Option(
            names = "--partial",
            description =
                    "Write the workflow even if something has no counterpart, which is then in it as nodes of types that"
                            + " there are not.")
    boolean partial;

    @Mixin
    Common common;

    private final Console console;

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ComfyClasses classes = classes();
        ComfyFile read = ComfyFile.read(file, classes);
        if (read.kind() == ComfyFile.Kind.NATIVE) {
            throw new UsageException(file + " is a workflow of Zograf already.");
        }
        ImportedWorkflow imported = ForeignWorkflow.importOf(file, read, classes);
        boolean written =
                imported.isComplete() || partial && imported.problems().isEmpty();
        if (written && output != null) {
            WholeFile.write(output, imported.toJson());
        }
        report(read, imported, written);
        return written ? ExitCode.DONE : ExitCode.MISTAKE;
    }

    /** An engine is needed only to find plugins. */
    private ComfyClasses classes() {
        if (common.pluginFolders().isEmpty()) {
            return ComfyClasses.core();
        }
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            return engine.comfyClasses();
        }
    }

    private void report(ComfyFile read, ImportedWorkflow imported, boolean written) {
        if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("complete", imported.isComplete());
            out.put(
                    "unmapped",
                    imported.unmapped().stream().map(ImportCommand::plain).toList());
            out.put(
                    "problems",
                    imported.problems().stream().map(Object::toString).toList());
            out.put("notes", notes(read, imported));
            out.put("nodes", imported.nodes());
            out.put(
                    "outputs",
                    imported.results().stream()
                            .map(result ->
                                    Map.of("output", result.output(), "node", result.node(), "prefix", result.prefix()))
                            .toList());
            if (written && output == null) {
                out.put("workflow", JsonText.parse(imported.toJson()).orElseThrow());
            }
            console.printText(JsonText.write(out));
            return;
        }
        if (written && output == null) {
            console.printText(imported.toJson());
        }
        imported.complaints().forEach(line -> console.say("zograf: " + line));
        if (!common.quiet) {
            notes(read, imported).forEach(note -> console.say("note: " + note));
        }
        if (!written) {
            console.say(
                    imported.problems().isEmpty()
                            ? "zograf: " + imported.unmapped().size() + " of what is in " + file
                                    + " has no counterpart; nothing was written. With --partial it is."
                            : "zograf: nothing was written, because " + file + " is not well-formed.");
        }
    }

    private static List<String> notes(ComfyFile read, ImportedWorkflow imported) {
        List<String> notes = new ArrayList<>(read.notes());
        notes.addAll(imported.notes());
        return notes;
    }

    private static Map<String, Object> plain(ImportedWorkflow.Unmapped entry) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("node", entry.node());
        out.put("class", entry.classType());
        out.put("title", entry.title());
        out.put("pack", entry.pack());
        out.put("nearest", entry.nearest());
        out.put("reason", entry.reason());
        return out;
    }
}
