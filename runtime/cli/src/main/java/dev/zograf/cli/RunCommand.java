package dev.zograf.cli;

import dev.zograf.Outputs;
import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.WorkflowLock;
import dev.zograf.Zograf;
import dev.zograf.api.value.Image;
import dev.zograf.runtime.json.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf run}: runs a workflow file and writes its pictures. */
@Command(name = "run", description = "Run a workflow and write its pictures, each as the output's name.")
final class RunCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "WORKFLOW.json",
            description = "The workflow; also one of ComfyUI, or a picture that carries one.")
    Path file;

    @Option(
            names = "--set",
            paramLabel = "INPUT=VALUE",
            description = "The value of an input of the workflow. May be given several times.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Run only this output or node, and what it needs. May be given several times.")
    List<String> only = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder to write to; the current one by default.")
    Path folder = Path.of("");

    @Option(
            names = "--locked",
            arity = "0..1",
            paramLabel = "FILE",
            fallbackValue = "",
            description =
                    "Run only if everything is as it was when the workflow was locked; WORKFLOW.lock.json by default.")
    @Nullable
    String locked;

    @Mixin
    ComputeOptions compute;

    @Mixin
    TraceOption trace;

    @Mixin
    PolicyOption policy;

    @Mixin
    Common common;

    private final Console console;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path output = OutputFile.folder(folder);
        Path beside = file.toAbsolutePath().normalize().resolveSibling("");
        long began = System.nanoTime();
        try (TraceOption.Recording profile = trace.begin();
                Engine engine = new Engine(
                        console,
                        common,
                        profile.apply(
                                compute.apply(Zograf.builder().output(output).input(beside))))) {
            Workflow workflow = ForeignWorkflow.read(engine, file, line -> console.say("note: " + line));
            for (String setting : settings) {
                workflow = workflow.withText(setting);
            }
            if (!only.isEmpty()) {
                workflow = workflow.only(only.toArray(String[]::new));
            }
            checkLock(engine.zograf(), workflow);
            Outputs outputs = engine.run(policy.apply(workflow));
            Map<String, Object> results = new LinkedHashMap<>();
            List<String> files = new ArrayList<>();
            for (String name : outputs.names()) {
                List<Image> images = images(outputs.get(name, Object.class));
                if (images.isEmpty()) {
                    results.put(name, plain(outputs.get(name, Object.class)));
                } else {
                    List<String> written = save(engine.zograf(), name, images, workflow.toJson());
                    results.put(name, written);
                    files.addAll(written);
                }
            }
            report(results, files, engine.warnings(), (System.nanoTime() - began) / 1e9);
        } catch (WorkflowException e) {
            throw e.kind() == WorkflowException.Kind.INVALID && e.node().isEmpty()
                    ? new UsageException(Problems.text(file, e.problems()), e)
                    : e;
        }
        return ExitCode.DONE;
    }

    private void checkLock(Zograf zograf, Workflow workflow) {
        if (locked == null) {
            return;
        }
        Path lock = locked.isEmpty() ? LockCommand.beside(file) : Path.of(locked);
        if (!Files.isRegularFile(lock)) {
            throw new UsageException("There is no lock " + lock + ". Make one with zograf lock " + file
                    + ", or name it with --locked=FILE.");
        }
        List<String> differences = WorkflowLock.read(lock).differences(zograf.lock(workflow));
        if (!differences.isEmpty()) {
            throw new UsageException(file + " is not as it was when it was locked (" + lock + "):\n  "
                    + String.join("\n  ", differences));
        }
    }

    private static List<Image> images(Object value) {
        List<Image> images = new ArrayList<>();
        for (Object entry : value instanceof List<?> list ? list : List.of(value)) {
            if (entry instanceof Image image) {
                images.addAll(image.split());
            }
        }
        return images;
    }

    private static List<String> save(Zograf zograf, String name, List<Image> images, String workflow) {
        Workflow save = zograf.read(Resource.text("save.json")).with("workflow", workflow);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            String file = images.size() == 1 ? name + ".png" : name + "-" + (i + 1) + ".png";
            Outputs saved = zograf.run(save.with("image", images.get(i)).with("name", file));
            saved.get("files", List.class).forEach(path -> files.add(String.valueOf(path)));
        }
        return files;
    }

    /** What JSON has a form for; of other values what they say of themselves. */
    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(RunCommand::plain).toList();
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value
                : String.valueOf(value);
    }

    private void report(
            Map<String, Object> results, List<String> files, List<Map<String, Object>> warnings, double seconds) {
        if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("outputs", results);
            out.put("files", files);
            out.put("warnings", warnings);
            out.put("seconds", Math.round(seconds * 1000) / 1000.0);
            console.printText(JsonText.write(out));
        } else if (!common.quiet) {
            results.forEach((name, value) -> {
                if (value instanceof List<?> list) {
                    list.forEach(entry -> console.print(name + ": " + entry));
                } else {
                    console.print(name + ": " + value);
                }
            });
            console.say(String.format(Locale.ROOT, "done in %.1f s", seconds));
        }
    }
}
