package dev.zograf.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code zograf new}: starts things that people write themselves. */
@Command(name = "new", description = "Start a project of your own: zograf new plugin my-nodes.")
final class NewCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    private final Console console;

    NewCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        console.say("zograf: say what to start: zograf new plugin NAME.");
        return ExitCode.MISTAKE;
    }
}
