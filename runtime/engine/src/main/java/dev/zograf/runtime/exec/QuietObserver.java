package dev.zograf.runtime.exec;

import dev.zograf.api.CancelledException;
import dev.zograf.api.value.Image;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what an observer throws from reaching the run. */
final class QuietObserver implements RunObserver {

    private static final Logger LOG = LoggerFactory.getLogger(QuietObserver.class);

    private final RunObserver observer;

    QuietObserver(RunObserver observer) {
        this.observer = observer;
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (CancelledException e) {
            LOG.debug("A listener met the run's cancellation.", e);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("A listener failed; the run goes on.", e);
        }
    }

    @Override
    public void planned(int nodes, int toRun) {
        quietly(() -> observer.planned(nodes, toRun));
    }

    @Override
    public void started(String node, String type, String why) {
        quietly(() -> observer.started(node, type, why));
    }

    @Override
    public void progress(String node, int step, int total, @Nullable Supplier<Image> preview) {
        quietly(() -> observer.progress(node, step, total, preview));
    }

    @Override
    public void cached(String node, String type, String why) {
        quietly(() -> observer.cached(node, type, why));
    }

    @Override
    public void finished(String node, String type, String why, Duration took) {
        quietly(() -> observer.finished(node, type, why, took));
    }

    @Override
    public void failed(String node, String type, Throwable cause) {
        quietly(() -> observer.failed(node, type, cause));
    }
}
