package dev.zograf;

import dev.zograf.runtime.lock.LockComparison;
import dev.zograf.runtime.lock.LockFile;
import dev.zograf.runtime.lock.LockReader;
import java.nio.file.Path;
import java.util.List;

/**
 * What a workflow needs to paint the same picture again: the engine's version, its node types, plugins and models, to the byte. Kept as
 * a JSON file beside the workflow. Immutable.
 */
public final class WorkflowLock {

    private final LockFile lock;

    WorkflowLock(LockFile lock) {
        this.lock = lock;
    }

    /**
     * Reads a lock file.
     *
     * @throws dev.zograf.api.BadFileException if it is no lock, a damaged one, or one of a newer format
     * @throws WorkflowException if it cannot be read
     */
    public static WorkflowLock read(Path file) {
        return new WorkflowLock(LockReader.read(file.toString(), WorkflowText.of(file)));
    }

    /** The content of a lock file. */
    public String toJson() {
        return lock.toJson();
    }

    /** What is not as it was when this was made, one sentence each; empty if everything is. */
    public List<String> differences(WorkflowLock now) {
        return LockComparison.differences(lock, now.lock);
    }
}
