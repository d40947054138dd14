package dev.zograf.cli;

import dev.zograf.Workflow;
import dev.zograf.WorkflowException;
import dev.zograf.WorkflowLock;
import dev.zograf.Zograf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf lock}: writes down what a workflow needs, so that years later {@code run --locked} knows whether that is still so. */
@Command(
        name = "lock",
        description =
                "Write down what a workflow needs to paint the same picture again: versions of Zograf, nodes and plugins,"
                        + " and the SHA-256 of every model file.")
final class LockCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WORKFLOW.json", description = "The workflow.")
    Path file;

    @Option(
            names = "--set",
            paramLabel = "INPUT=VALUE",
            description = "The value of an input of the workflow that names a model. May be given several times.")
    List<String> settings = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write; WORKFLOW.lock.json by default.")
    @Nullable
    Path output;

    @Mixin
    Common common;

    private final Console console;

    LockCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        WorkflowLock lock;
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            Workflow workflow = engine.zograf().read(file);
            for (String setting : settings) {
                workflow = workflow.withText(setting);
            }
            lock = engine.zograf().lock(workflow);
        } catch (WorkflowException e) {
            throw new UsageException(Problems.text(file, e.problems()), e);
        }
        if (common.json) {
            console.printText(lock.toJson());
        }
        if (!common.json || output != null) {
            Path target = output == null ? beside(file) : output;
            WholeFile.write(target, lock.toJson());
            if (!common.quiet && !common.json) {
                console.print(target.toString());
            }
        }
        return ExitCode.DONE;
    }

    /** {@code portrait.json} is locked by {@code portrait.lock.json}. */
    static Path beside(Path workflow) {
        String name = String.valueOf(workflow.getFileName());
        String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        return workflow.resolveSibling(stem + ".lock.json");
    }
}
