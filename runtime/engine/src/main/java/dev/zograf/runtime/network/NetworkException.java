package dev.zograf.runtime.network;

/** The engine could not load or run a network, for lack of memory or by a fault of its own. The message is for a person. */
public final class NetworkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean lackOfMemory;

    /** Says what failed and what to do. */
    public NetworkException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private NetworkException(String message, Throwable cause, boolean lackOfMemory) {
        super(message, cause);
        this.lackOfMemory = lackOfMemory;
    }

    /** Whether there was not enough memory. */
    public boolean isLackOfMemory() {
        return lackOfMemory;
    }

    /** The exception for a failure of the engine while it did something to a network. */
    public static NetworkException of(String doing, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof OutOfMemoryError
                || reason.contains("bad_alloc")
                || reason.contains("allocate memory")
                || reason.contains("out of memory")) {
            return new NetworkException(
                    doing
                            + " needs more memory than there is. Choose a smaller size or batch, a memory budget (--budget), or"
                            + " --optimize small.",
                    cause,
                    true);
        }
        return new NetworkException(doing + " failed: " + reason, cause);
    }
}
