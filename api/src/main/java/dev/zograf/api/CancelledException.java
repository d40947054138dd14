package dev.zograf.api;

/** Ends a node whose run was cancelled. Let it pass; catch it only to free something and throw it on. */
public final class CancelledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The run was cancelled. */
    public CancelledException() {
        super("The run was cancelled.");
    }
}
