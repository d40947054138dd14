package dev.zograf.server.store;

/** The database or the files beside it cannot be used. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Says what cannot be done, and why. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
