package dev.zograf.contrib.opencv;

import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run that is told of no progress, for the steps before a node's last, so that progress does not go back; it can be cancelled. */
public final class Silently implements RunContext {

    private final RunContext run;

    /** The same run, without progress. */
    public Silently(RunContext run) {
        this.run = run;
    }

    @Override
    public String nodeId() {
        return run.nodeId();
    }

    @Override
    public void progress(int step, int total, @Nullable Supplier<Image> preview) {
        run.throwIfRequested();
    }

    @Override
    public void warn(String text) {
        run.warn(text);
    }

    @Override
    public void willMake(int width, int height, int count) {
        run.willMake(width, height, count);
    }

    @Override
    public RunFiles files() {
        return run.files();
    }

    @Override
    public String workflow() {
        return run.workflow();
    }

    @Override
    public boolean requested() {
        return run.requested();
    }

    @Override
    public Registration onRequest(Runnable action) {
        return run.onRequest(action);
    }
}
