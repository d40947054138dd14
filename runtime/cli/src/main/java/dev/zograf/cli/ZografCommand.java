package dev.zograf.cli;

import dev.zograf.api.value.Size;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code zograf paint "a red apple" -o apple.png}. Exit codes are those of {@link ExitCode}. */
@Command(
        name = "zograf",
        description = "Paints pictures from prompts and runs node graphs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 done, 1 the run failed, 2 bad usage, workflow or file, 130 cancelled.",
            "Help on a command: zograf COMMAND --help"
        })
public final class ZografCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    private final Console console;

    private ZografCommand(Console console) {
        this.console = console;
    }

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Console console = new Console(utf8(System.out), utf8(System.err), isTerminal());
        System.exit(run(console, args));
    }

    /** Files and pipes are UTF-8 everywhere; a terminal says what it wants. */
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** The launcher knows whether stderr is a terminal; Java itself cannot tell. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("zograf.terminal");
    }

    /**
     * Runs a command in this JVM, without a progress bar.
     *
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(new Console(out, err, false), args);
    }

    private static int run(Console console, String... args) {
        CommandLine line = new CommandLine(new ZografCommand(console));
        for (Object command : commands(console)) {
            line.addSubcommand(command);
        }
        line.addSubcommand(new CommandLine(new NewCommand(console)).addSubcommand(new NewPluginCommand(console)));
        help(line);
        line.setOverwrittenOptionsAllowed(true);
        line.registerConverter(Size.class, new SizeConverter());
        line.setOut(console.out()).setErr(console.err());
        line.setParameterExceptionHandler((e, wrong) -> usage(console, e));
        line.setExecutionExceptionHandler((e, failed, result) -> Failure.report(console, e, verbose(result)));
        return line.execute(args);
    }

    private static void help(CommandLine line) {
        for (CommandLine sub : line.getSubcommands().values()) {
            sub.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
            help(sub);
        }
    }

    private static List<Object> commands(Console console) {
        return List.of(
                new PaintCommand(console),
                new RunCommand(console),
                new CheckCommand(console),
                new ImportCommand(console),
                new ExportCommand(console),
                new MigrateCommand(console),
                new SchemaCommand(console),
                new LockCommand(console),
                new NodesCommand(console),
                new PluginsCommand(console),
                new InfoCommand(console),
                new ModelsCommand(console),
                new DoctorCommand(console),
                new ConvertCommand(console),
                new ServeCommand(console),
                new BenchCommand(console));
    }

    private static int usage(Console console, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            message += ". Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        String end = message.endsWith(".") || message.endsWith("?") ? "" : ".";
        console.say("zograf: " + message + end + " See " + command + " --help.");
        return ExitCode.MISTAKE;
    }

    private static boolean verbose(ParseResult result) {
        ParseResult last = result;
        while (last.subcommand() != null) {
            last = last.subcommand();
        }
        return last.hasMatchedOption("--verbose");
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        console.say("zograf: a command is needed.");
        return ExitCode.MISTAKE;
    }
}
