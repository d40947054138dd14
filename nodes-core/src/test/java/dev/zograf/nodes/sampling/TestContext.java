package dev.zograf.nodes.sampling;

import dev.zograf.api.CancelledException;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run that records progress, makes each preview, and is cancelled after a number of steps. */
public final class TestContext implements RunContext {

    private final int cancelAfter;
    final List<String> progress = new ArrayList<>();

    /** @param cancelAfter after so many reports of progress */
    public TestContext(int cancelAfter) {
        this.cancelAfter = cancelAfter;
    }

    @Override
    public String nodeId() {
        return "sample";
    }

    @Override
    public void progress(int step, int total, @Nullable Supplier<Image> preview) {
        progress.add(
                step + "/" + total + (preview == null ? "" : " " + preview.get().size()));
        throwIfRequested();
    }

    @Override
    public boolean requested() {
        return progress.size() >= cancelAfter;
    }

    @Override
    public void throwIfRequested() {
        if (requested()) {
            throw new CancelledException();
        }
    }

    @Override
    public Registration onRequest(Runnable action) {
        return () -> {};
    }

    @Override
    public RunFiles files() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String workflow() {
        return "{}";
    }
}
