package dev.zograf.cli;

import dev.zograf.Zograf;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.runtime.json.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zograf check}: all mistakes of a workflow, and nothing is run. */
@Command(name = "check", description = "Name every mistake of a workflow with line and column; run nothing.")
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WORKFLOW.json", description = "The workflow.")
    Path file;

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
        List<Problem> problems;
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            problems = engine.zograf().check(file);
            if (problems.isEmpty() && policy.isGiven()) {
                problems = engine.zograf().refusals(policy.apply(engine.zograf().read(file)));
            }
        }
        if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("ok", problems.isEmpty());
            out.put("problems", Problems.json(problems));
            console.printText(JsonText.write(out));
        } else if (!problems.isEmpty()) {
            console.say(Problems.text(file, problems));
        } else if (!common.quiet) {
            console.print("ok");
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.MISTAKE;
    }
}
