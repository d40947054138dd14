package dev.zograf.cli;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.runtime.comfy.ComfyExport;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.WorkflowReader;
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

/** {@code zograf export}: turns a workflow of ours into one that ComfyUI runs. */
@Command(
        name = "export",
        description =
                "Turn a workflow into one of ComfyUI, in the format in which it is queued, and list what has no counterpart there.")
final class ExportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WORKFLOW.json", description = "The workflow.")
    Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The JSON file to write; stdout by default.")
    @Nullable
    Path output;

    @Option(names = "--partial", description = "Write it even if something has no counterpart, without that.")
    boolean partial;

    @Option(
            names = "--set",
            paramLabel = "INPUT=VALUE",
            description =
                    "The value of an input of the workflow, of a picture the name of its file in ComfyUI's folder input. May be given several times.")
    List<String> settings = new ArrayList<>();

    @Mixin
    Common common;

    private final Console console;

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ComfyExport.Exported exported;
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            WorkflowReader.Reading read = WorkflowReader.read(ForeignWorkflow.text(engine, file));
            if (!read.problems().isEmpty()) {
                throw new UsageException(Problems.text(file, read.problems()));
            }
            exported = new ComfyExport(engine.comfyClasses(), engine.zograf().nodes())
                    .of(read.file().orElseThrow(), values());
        } catch (WorkflowException e) {
            throw new UsageException(Problems.text(file, e.problems()), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        boolean written = exported.lost().isEmpty() || partial;
        if (written && output != null) {
            WholeFile.write(output, exported.prompt().toJson());
        }
        report(exported, written);
        return written ? ExitCode.DONE : ExitCode.MISTAKE;
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set takes INPUT=VALUE, not " + setting + ".");
            }
            values.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return values;
    }

    private void report(ComfyExport.Exported exported, boolean written) {
        if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("complete", exported.lost().isEmpty());
            out.put("lost", exported.lost());
            out.put("notes", exported.notes());
            out.put("nodes", exported.nodes());
            if (written && output == null) {
                out.put("prompt", exported.prompt().toMap());
            }
            console.printText(JsonText.write(out));
            return;
        }
        if (written && output == null) {
            console.printText(exported.prompt().toJson());
        }
        exported.notes().forEach(line -> console.say("note: " + line));
        exported.lost().forEach(line -> console.say("zograf: " + line));
        if (!written) {
            console.say("zograf: nothing was written. With --partial the rest is.");
        }
    }
}
