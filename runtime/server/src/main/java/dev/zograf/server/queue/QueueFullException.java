package dev.zograf.server.queue;

/** The queue takes no further job now. */
public final class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int seconds;

    QueueFullException(String message, int seconds) {
        super(message);
        this.seconds = seconds;
    }

    /** After how many seconds it may be worth trying again. */
    public int seconds() {
        return seconds;
    }
}
