package dev.zograf.server.store;

import java.util.Locale;

/** Where a job stands. */
public enum JobState {
    /** It waits. */
    QUEUED,
    /** It runs. */
    RUNNING,
    /** It gave its results. */
    DONE,
    /** It failed, and says why. */
    FAILED,
    /** Somebody cancelled it. */
    CANCELLED,
    /** The server died while it ran, and it could not be begun again. */
    INTERRUPTED;

    /** Whether nothing will happen to it any more. */
    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }

    /** As JSON and the database have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a word. */
    public static JobState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
