package dev.zograf.runtime.plugin;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;

/**
 * Makes threads as if nobody had asked for them, and waits for their end. A thread inherits the context class loader of who makes it and, up to Java 23, the
 * protection domains of everybody on the stack; a thread of the engine that a plugin's call led to would keep the plugin's classes.
 */
public final class OwnThreads {

    private OwnThreads() {}

    /** What the action gives; threads that it makes know the engine only. */
    @SuppressWarnings("removal") // no other way to leave the domains of callers behind as long as threads inherit them
    public static <T> T make(Supplier<T> action) {
        try (ContextLoader context = ContextLoader.of(OwnThreads.class)) {
            return AccessController.doPrivileged((PrivilegedAction<T>) action::get);
        }
    }

    /** Waits until all of them have ended, whoever interrupts meanwhile, which the caller is told afterwards. */
    public static void join(Iterable<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
