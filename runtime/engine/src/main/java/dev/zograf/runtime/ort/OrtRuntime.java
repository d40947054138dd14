package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.plugin.OwnThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's environment, one a JVM: it owns the threads on which all networks compute. A host that made its own environment before
 * keeps it; then each session has threads of its own.
 */
final class OrtRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(OrtRuntime.class);

    /** Reserved, not taken: only what is used of it is ever committed. */
    private static final long STACK = 512L << 20;

    private static @Nullable OrtRuntime instance;

    private static final AtomicReference<@Nullable Thread> BEGUN = new AtomicReference<>();

    private final OrtEnvironment environment;
    private final boolean sharesThreads;

    private OrtRuntime(OrtEnvironment environment, boolean sharesThreads) {
        this.environment = environment;
        this.sharesThreads = sharesThreads;
    }

    /**
     * Begins to load the library on a thread of its own, the first time that it is called: who needs it soon has something else to do before. What
     * fails is said when it is needed.
     */
    static void begin(int threads) {
        if (BEGUN.get() != null) {
            return;
        }
        Runnable load = () -> {
            try {
                get(threads);
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("ONNX Runtime could not be loaded ahead.", e);
            }
        };
        Thread thread = OwnThreads.make(() -> new Thread(null, load, "zograf-onnxruntime-ahead"));
        thread.setDaemon(true);
        if (BEGUN.compareAndSet(null, thread)) {
            thread.start();
        }
    }

    /** Waits until what {@link #begin} began has ended, so that no thread of it is left. */
    static void settle() {
        Thread thread = BEGUN.get();
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static synchronized OrtRuntime get(int threads) {
        if (instance == null) {
            try {
                instance = onLargeStack(() -> {
                    OrtRuntime made = create(threads);
                    EnvironmentPin.take();
                    return made;
                });
            } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
                throw new NetworkException(
                        "ONNX Runtime has no native library for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch") + ", or it cannot be loaded: " + e,
                        e);
            }
        }
        return instance;
    }

    /**
     * ONNX Runtime searches the command line of the process by a regular expression whose matcher recurses for every character: on the
     * stack of an ordinary Java thread a class path of 4 KB ends the process. The thread is made as if nobody had asked for it, since
     * the shutdown hook that it leaves stays as long as the process.
     */
    private static OrtRuntime onLargeStack(Callable<OrtRuntime> action) {
        FutureTask<OrtRuntime> task = new FutureTask<>(action);
        Thread thread = OwnThreads.make(() -> new Thread(null, task, "zograf-onnxruntime", STACK));
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static OrtRuntime create(int threads) {
        try (OrtEnvironment.ThreadingOptions options = new OrtEnvironment.ThreadingOptions()) {
            options.setGlobalIntraOpNumThreads(threads);
            options.setGlobalInterOpNumThreads(1);
            // Idle threads that spin tripled the time of small networks on a busy machine, and in a host every machine
            // is.
            options.setGlobalSpinControl(false);
            return new OrtRuntime(
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "zograf", options), true);
        } catch (IllegalStateException e) {
            LOG.info("The host has set up ONNX Runtime already; networks do not share threads.");
            return new OrtRuntime(OrtEnvironment.getEnvironment(), false);
        } catch (OrtException e) {
            throw NetworkException.of("Starting ONNX Runtime", e);
        }
    }

    OrtEnvironment environment() {
        return environment;
    }

    /** Whether sessions use the environment's threads. */
    boolean sharesThreads() {
        return sharesThreads;
    }
}
