package dev.zograf.server.http;

import java.util.concurrent.atomic.AtomicReference;

/**
 * One write of a row of them, which may be over before the method that began it returns: then that goes on with the next, so that a
 * thousand writes to a quick client are a loop and not a stack.
 */
final class Turn {

    private enum State {
        BEGUN,
        LEFT,
        OVER
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.BEGUN);

    /** The write is over. */
    void over(Runnable goOn) {
        if (state.getAndSet(State.OVER) == State.LEFT) {
            goOn.run();
        }
    }

    /** Whoever began the write leaves; false if it is over already, and then it has to go on itself. */
    boolean leave() {
        return state.compareAndSet(State.BEGUN, State.LEFT);
    }
}
