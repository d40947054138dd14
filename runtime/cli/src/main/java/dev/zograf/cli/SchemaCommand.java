package dev.zograf.cli;

import dev.zograf.Zograf;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zograf schema}: the JSON Schema of workflow files, for editors. */
@Command(name = "schema", description = "Print the JSON Schema of workflow files with all node types, for editors.")
final class SchemaCommand implements Callable<Integer> {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write it to this file.")
    @Nullable
    Path file;

    @Mixin
    Common common;

    private final Console console;

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String schema;
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            schema = engine.zograf().workflowSchema();
        }
        if (file == null) {
            console.printText(schema);
        } else {
            WholeFile.write(file, schema);
        }
        return ExitCode.DONE;
    }
}
