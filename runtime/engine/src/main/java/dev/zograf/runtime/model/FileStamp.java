package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What tells one state of a file from another without reading it: where it is, its length and when it was last written (nanoseconds
 * since 1970).
 */
public record FileStamp(String place, long size, long modified) {

    /** The stamp of a file as it is now. */
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(
                file.toUri().toString(),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /**
     * The stamp of a file of weights that was opened before.
     *
     * @throws BadFileException if it is gone
     */
    public static FileStamp ofWeights(Path file) {
        try {
            return of(file);
        } catch (IOException e) {
            throw new BadFileException(
                    file.toString(), "The file is gone since it was opened; load the model again.", e);
        }
    }

    /**
     * Checks that the file is as it was when this stamp was made.
     *
     * @throws BadFileException if it has changed, or is gone
     */
    public void requireUnchanged(Path file) {
        if (!ofWeights(file).equals(this)) {
            throw new BadFileException(file.toString(), "The file changed since it was opened; load the model again.");
        }
    }

    @Override
    public String toString() {
        return place + "|" + size + "|" + modified;
    }
}
