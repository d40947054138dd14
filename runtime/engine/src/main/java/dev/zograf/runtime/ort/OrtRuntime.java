package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.plugin.OwnThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    private final OrtEnvironment environment;
    private final boolean sharesThreads;

    private OrtRuntime(OrtEnvironment environment, boolean sharesThreads) {
        this.environment = environment;
        this.sharesThreads = sharesThreads;
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
