package dev.zograf.cli;

import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf check}: all mistakes of a workflow, and nothing is run. */
@Command(name = "check", description = "Name every mistake of a workflow with line and column; run nothing.")
final class CheckCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "WORKFLOW.json",
            description = "The workflow; also one of ComfyUI, or a picture that carries one.")
    Path file;

    @Option(
            names = "--memory",
            description =
                    "Also estimate the memory that its networks need, with --budget within that; the models must be there.")
    boolean memory;

    @Option(
            names = "--set",
            paramLabel = "INPUT=VALUE",
            description = "With --memory, the value of an input of the workflow. May be given several times.")
    List<String> settings = new ArrayList<>();

    @Mixin
    ComputeOptions compute;

    @Mixin
    PolicyOption policy;

    @Mixin
    Common common;

    private final Console console;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!memory && (compute.budget != null || !settings.isEmpty())) {
            throw new UsageException("--budget and --set are for --memory; give it, too.");
        }
        List<Problem> problems;
        List<String> notes = new ArrayList<>();
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            problems = ForeignWorkflow.check(engine, file, notes::add);
            if (problems.isEmpty() && policy.isGiven()) {
                problems = engine.zograf().refusals(policy.apply(ForeignWorkflow.read(engine, file)));
            }
        }
        long budget = compute.budget == null ? 0 : compute.budget;
        Optional<MemoryCheck.Found> needs =
                memory && problems.isEmpty() ? Optional.of(needs(budget)) : Optional.empty();
        boolean fits = needs.map(MemoryCheck.Found::fits).orElse(true);
        if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("ok", problems.isEmpty() && fits);
            out.put("problems", Problems.json(problems));
            out.put("notes", notes);
            needs.ifPresent(found -> out.put("memory", found.json(budget)));
            console.printText(JsonText.write(out));
            return code(problems, fits);
        }
        if (!common.quiet) {
            notes.forEach(note -> console.say("note: " + note));
        }
        if (!problems.isEmpty()) {
            console.say(Problems.text(file, problems));
        } else if (!common.quiet) {
            needs.ifPresent(found -> found.lines(budget).forEach(console::print));
            console.print(fits ? "ok" : "does not fit");
        }
        return code(problems, fits);
    }

    private static int code(List<Problem> problems, boolean fits) {
        return problems.isEmpty() && fits ? ExitCode.DONE : ExitCode.MISTAKE;
    }

    private MemoryCheck.Found needs(long budget) {
        try {
            return new MemoryCheck(console, common, compute, file, settings).run(budget);
        } catch (WorkflowException e) {
            throw e.kind() == WorkflowException.Kind.INVALID && e.node().isEmpty()
                    ? new UsageException(Problems.text(file, e.problems()), e)
                    : e;
        }
    }
}
