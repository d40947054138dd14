package dev.zograf.runtime.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read, as a sentence. */
final class FileReasons {

    private FileReasons() {}

    static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "There is no such file.";
        }
        if (e instanceof AccessDeniedException) {
            return "The file may not be read; check its permissions.";
        }
        return "The file cannot be read: " + e.getMessage() + ".";
    }
}
