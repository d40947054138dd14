package dev.zograf.runtime.exec;

/** Wakes the one thread that waits for it; a signal that comes before the wait is kept. */
final class Signal {

    private boolean raised;

    synchronized void raise() {
        raised = true;
        notifyAll();
    }

    /** Waits until it is raised, also if interrupted, and lowers it. */
    synchronized void await() {
        boolean interrupted = false;
        while (!raised) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        raised = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
