package dev.zograf.cli;

import dev.zograf.Workflow;
import dev.zograf.Zograf;
import dev.zograf.runtime.comfy.ComfyClasses;
import dev.zograf.runtime.comfy.ComfyFile;
import dev.zograf.runtime.comfy.ComfyImport;
import dev.zograf.runtime.comfy.ImportedWorkflow;
import dev.zograf.runtime.json.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A workflow file of ours, or one of ComfyUI that is turned into one. */
final class ForeignWorkflow {

    private static final int BEGIN = 64 << 10;
    private static final Pattern OURS = Pattern.compile("\"zograf\"\\s*:");

    private ForeignWorkflow() {}

    /** Reads a workflow, whatever it is written in. */
    static Workflow read(Zograf zograf, Path file) {
        if (isOurs(file)) {
            return zograf.read(file);
        }
        ComfyFile read = ComfyFile.read(file, ComfyClasses.core());
        if (read.kind() == ComfyFile.Kind.NATIVE) {
            return read.text().isEmpty() ? zograf.read(file) : zograf.read(read.text());
        }
        ImportedWorkflow imported = importOf(file, read);
        if (!imported.isComplete()) {
            throw new UsageException(file + " cannot be run here:\n  " + String.join("\n  ", imported.complaints()));
        }
        return zograf.read(imported.toJson());
    }

    /** The import of what was read, which must be well-formed. */
    static ImportedWorkflow importOf(Path file, ComfyFile read) {
        if (read.prompt().isEmpty() || !read.problems().isEmpty()) {
            throw new UsageException(Problems.text(file, problems(read)));
        }
        return new ComfyImport(ComfyClasses.core()).of(read.prompt().get(), title(file));
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
