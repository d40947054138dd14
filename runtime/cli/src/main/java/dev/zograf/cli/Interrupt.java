package dev.zograf.cli;

import dev.zograf.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C while a command works: asks its run to stop, so that what is half written is deleted and the command ends by itself. The second
 * time the JVM ends at once. A shutdown hook would not do: ONNX Runtime has one of its own, which pulls the ground from under the run.
 */
final class Interrupt implements AutoCloseable {

    private final Map<Signal, SignalHandler> former = new LinkedHashMap<>();
    private @Nullable Runnable cancel;
    private boolean requested;

    /** Watches until closed. */
    Interrupt() {
        for (String name : List.of("INT", "TERM")) {
            try {
                Signal signal = new Signal(name);
                former.put(signal, Signal.handle(signal, this::stop));
            } catch (IllegalArgumentException e) {
                // Not a signal of this system, or one that the JVM was told to leave alone: then it ends the process as
                // ever.
                continue;
            }
        }
    }

    /** Cancels this run from now on. */
    void watch(Run current) {
        watch(current::cancel);
    }

    /** Calls this instead from now on, to have the work end soon. */
    synchronized void watch(Runnable stopping) {
        cancel = stopping;
        if (requested) {
            stopping.run();
        }
    }

    private synchronized void stop(Signal signal) {
        if (requested) {
            Runtime.getRuntime().halt(ExitCode.CANCELLED);
        }
        requested = true;
        if (cancel != null) {
            cancel.run();
        }
    }

    @Override
    public void close() {
        former.forEach(Signal::handle);
    }
}
