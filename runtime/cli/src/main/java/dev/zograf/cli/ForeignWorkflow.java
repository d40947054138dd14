package dev.zograf.cli;

import dev.zograf.Workflow;
import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.comfy.ComfyFile;
import dev.zograf.runtime.comfy.ComfyImport;
import dev.zograf.runtime.comfy.ImportedWorkflow;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A workflow file of ours, or one of ComfyUI that is turned into one. */
final class ForeignWorkflow {

    private static final int BEGIN = 64 << 10;
    private static final Pattern OURS = Pattern.compile("\"zograf\"\\s*:");

    private ForeignWorkflow() {}

    /** Reads a workflow to run it, whatever it is written in: of one of ComfyUI what its outputs need. */
    static Workflow read(Engine engine, Path file) {
        return read(engine, file, note -> {});
    }

    /** The same, and says what was chosen and left out in reading it. */
    static Workflow read(Engine engine, Path file, Consumer<String> note) {
        if (isOurs(file)) {
            return engine.zograf().read(file);
        }
        ComfyClasses classes = engine.comfyClasses();
        ComfyFile read = ComfyFile.read(file, classes);
        return engine.zograf()
                .read(
                        read.kind() == ComfyFile.Kind.NATIVE
                                ? read.text()
                                : toRun(complete(file, read, classes), read, note));
    }

    /** A whole workflow as JSON of ours, whatever it is written in; what it names need not be there. */
    static String text(Engine engine, Path file) {
        if (isOurs(file)) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UsageException(
                        Files.exists(file)
                                ? file + " cannot be read: " + e.getMessage() + "."
                                : "There is no file " + file + ".",
                        e);
            }
        }
        ComfyClasses classes = engine.comfyClasses();
        ComfyFile read = ComfyFile.read(file, classes);
        return read.kind() == ComfyFile.Kind.NATIVE
                ? read.text()
                : complete(file, read, classes).toJson();
    }

    private static ImportedWorkflow complete(Path file, ComfyFile read, ComfyClasses classes) {
        ImportedWorkflow imported = importOf(file, read, classes);
        if (!imported.isComplete()) {
            throw new UsageException(file + " cannot be run here:\n  " + String.join("\n  ", imported.complaints()));
        }
        return imported;
    }

    /** What ComfyUI would run: nodes that no output needs are neither run nor checked. */
    private static String toRun(ImportedWorkflow imported, ComfyFile read, Consumer<String> note) {
        read.notes().forEach(note);
        imported.notes().forEach(note);
        List<String> spare = imported.spare();
        read.prompt()
                .ifPresent(prompt -> prompt.nodes().values().stream()
                        .filter(node -> spare.contains(node.id()))
                        .forEach(node -> note.accept("No output needs node " + node.id() + " (" + node.classType()
                                + "); it is neither run nor checked.")));
        return WorkflowWriter.write(imported.needed());
    }

    /**
     * All mistakes of a workflow, whatever it is written in; of one of ComfyUI also what has no counterpart, and nothing of what its outputs
     * do not need.
     */
    static List<Problem> check(Engine engine, Path file, Consumer<String> note) {
        if (isOurs(file)) {
            return engine.zograf().check(file);
        }
        ComfyClasses classes = engine.comfyClasses();
        ComfyFile read = ComfyFile.read(file, classes);
        if (read.kind() == ComfyFile.Kind.NATIVE) {
            return read.text().isEmpty()
                    ? engine.zograf().check(file)
                    : engine.zograf().check(read.text());
        }
        if (read.prompt().isEmpty() || !read.problems().isEmpty()) {
            return problems(read);
        }
        ImportedWorkflow imported = importOf(file, read, classes);
        List<Problem> problems = new ArrayList<>(imported.problems());
        imported.unmapped().forEach(entry -> problems.add(Problem.at(entry.at(), entry.toString(), "")));
        return problems.isEmpty() ? engine.zograf().check(toRun(imported, read, note)) : problems;
    }

    /** The import of what was read, which must be well-formed. */
    static ImportedWorkflow importOf(Path file, ComfyFile read, ComfyClasses classes) {
        if (read.prompt().isEmpty() || !read.problems().isEmpty()) {
            throw new UsageException(Problems.text(file, problems(read)));
        }
        return new ComfyImport(classes).of(read.prompt().get(), title(file));
    }

    private static List<Problem> problems(ComfyFile read) {
        return read.problems().isEmpty()
                ? List.of(new Problem("", 0, 0, "This is neither a workflow of Zograf nor one of ComfyUI.", ""))
                : read.problems();
    }

    private static String title(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    }

    /** Whether it is a file of ours, or one of which the engine will say what is wrong: the usual case needs no tables. */
    private static boolean isOurs(Path file) {
        if (!Files.isRegularFile(file)) {
            return true;
        }
        try (var in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(BEGIN), StandardCharsets.UTF_8).strip();
            return begin.isEmpty()
                    || begin.startsWith("{") && OURS.matcher(begin).find();
        } catch (IOException e) {
            return true;
        }
    }
}
