package dev.zograf.api;

/** Whether the run should stop. Once {@link #requested()} returned true it never returns false. Thread-safe. */
public interface Cancellation {

    /** Whether somebody asked the run to stop. */
    boolean requested();

    /**
     * Has the action run once when the run is cancelled, at once if it already is, on the thread that cancels. It must
     * be quick and not throw; it is how native work is told to stop.
     *
     * @return closing it withdraws the action
     */
    Registration onRequest(Runnable action);

    /**
     * Does nothing, or ends the node.
     *
     * @throws CancelledException if {@link #requested()}
     */
    default void throwIfRequested() {
        if (requested()) {
            throw new CancelledException();
        }
    }

    /** Never cancelled. */
    static Cancellation never() {
        return NeverCancelled.INSTANCE;
    }

    /** An action that waits for cancellation. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
