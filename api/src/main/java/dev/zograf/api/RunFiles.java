package dev.zograf.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The files that a run may read and write. A name in a workflow is relative to a root of the run and cannot leave it;
 * what the host or the person at the command line passed as a workflow input may be any path.
 */
public interface RunFiles {

    /**
     * The file to read.
     *
     * @throws BadFileException if there is none, or if the name leaves the input root
     */
    Path input(String name);

    /**
     * Writes a file whole or not at all: the content goes to a temporary neighbour that is renamed at the end and deleted
     * on failure or cancellation. Parent folders are made.
     *
     * @param name relative to the output root
     * @return where it was written
     * @throws BadFileException if the place cannot be written, or if the name leaves the output root
     * @throws RefusedException if it grows beyond what the run's policy allows
     */
    Path write(String name, Content content);

    /**
     * A name that no file of the output root has yet: {@code prefix-0001.png}, counting on from what is there. Two
     * calls of one engine never return the same name.
     */
    String newName(String prefix, String extension);

    /** What is written to a file. */
    @FunctionalInterface
    interface Content {
        /** Writes everything. The stream is buffered, and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }
}
