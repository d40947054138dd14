package dev.zograf;

import dev.zograf.runtime.json.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the text of a workflow file. */
final class WorkflowText {

    private static final long LARGEST = 64L << 20;

    private WorkflowText() {}

    static String of(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw invalid(file, "is a folder, not a workflow file.");
            }
            if (Files.size(file) > LARGEST) {
                throw invalid(file, "is larger than a workflow can be (" + (LARGEST >> 20) + " MB).");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw invalid(file, "does not exist.");
        } catch (CharacterCodingException e) {
            throw invalid(file, "is no text in UTF-8.");
        } catch (IOException e) {
            throw invalid(file, "cannot be read: " + e.getMessage() + ".");
        }
    }

    private static WorkflowException invalid(Path file, String message) {
        return WorkflowException.invalid(List.of(new Problem("", 0, 0, file + " " + message, "")));
    }
}
