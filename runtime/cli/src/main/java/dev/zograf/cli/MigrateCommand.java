package dev.zograf.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.zograf.Migrated;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zograf migrate}: brings the nodes of a workflow file to their current versions and shows what that changes. */
@Command(
        name = "migrate",
        description =
                "Bring a workflow's nodes to their current versions. Shows the change; rewrites the file whole or not at all.")
final class MigrateCommand implements Callable<Integer> {

    private static final int CONTEXT = 2;

    @Parameters(paramLabel = "WORKFLOW.json", description = "The workflow, which is rewritten in place.")
    Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write there instead and leave the workflow as it is.")
    @Nullable
    Path output;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Show the change and write nothing.")
    boolean dry;

    @Mixin
    Common common;

    private final Console console;

    MigrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String text = read(file);
        Migrated migrated;
        try (Engine engine = new Engine(console, common, Zograf.builder())) {
            migrated = engine.zograf().migrate(text);
        } catch (WorkflowException e) {
            throw new UsageException(Problems.text(file, e.problems()), e);
        }
        boolean changed = !migrated.changes().isEmpty();
        if (!dry && (changed || output != null)) {
            WholeFile.write(output == null ? file : output, migrated.text());
        }
        report(text, migrated, changed);
        return ExitCode.DONE;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadFileException(file.toString(), "There is no such file.", e);
        } catch (CharacterCodingException e) {
            throw new BadFileException(file.toString(), "It is no text in UTF-8.", e);
        } catch (IOException e) {
            throw new BadFileException(file.toString(), "It cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private void report(String old, Migrated migrated, boolean changed) {
        if (common.json) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("changed", changed);
            out.put("changes", migrated.changes());
            out.put("diff", diff(old, migrated.text()));
            console.printText(JsonText.write(out));
        } else if (!common.quiet) {
            diff(old, migrated.text()).forEach(console::print);
            migrated.changes().forEach(console::say);
            if (!changed) {
                console.say(file + " is current.");
            }
        }
    }

    private List<String> diff(String old, String text) {
        List<String> before = old.lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff(
                file.toString(),
                output == null ? file.toString() : output.toString(),
                before,
                DiffUtils.diff(before, text.lines().toList()),
                CONTEXT);
    }
}
