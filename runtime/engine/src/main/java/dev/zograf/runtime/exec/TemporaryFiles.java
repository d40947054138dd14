package dev.zograf.runtime.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The half-written files and the promised names of an engine. What is half-written when it closes is deleted. */
public final class TemporaryFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);

    private final Set<Path> unfinished = ConcurrentHashMap.newKeySet();
    private final Set<Path> promised = ConcurrentHashMap.newKeySet();

    /** Makes an empty file beside the target. */
    Path beside(Path target) throws IOException {
        // Not createTempFile, whose files only their owner may read: the file gets the target's name in the end.
        Path temporary = Files.createFile(folder(target).resolve(".zograf-" + UUID.randomUUID() + ".part"));
        unfinished.add(temporary);
        return temporary;
    }

    /** The folder that the target is in. */
    static Path folder(Path target) {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder;
    }

    /** Deletes the file if it is still there. */
    void discard(Path temporary) {
        unfinished.remove(temporary);
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.warn("The temporary file {} could not be deleted.", temporary, e);
        }
    }

    /** Whether nobody was promised the path before. */
    boolean promise(Path path) {
        return promised.add(path);
    }

    @Override
    public void close() {
        Set.copyOf(unfinished).forEach(this::discard);
    }
}
