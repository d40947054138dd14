package dev.zograf.testkit.fake;

import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run that nobody watches or cancels, for what nodes are made of; a node itself is run by {@code NodeHarness}. It has no files. */
public enum FakeContext implements RunContext {
    /** The only one: it keeps nothing. */
    INSTANCE;

    @Override
    public String nodeId() {
        return "node";
    }

    @Override
    public void progress(int step, int total, @Nullable Supplier<Image> preview) {}

    @Override
    public RunFiles files() {
        throw new UnsupportedOperationException("This run has no files; NodeHarness has.");
    }

    @Override
    public String workflow() {
        return "{}";
    }

    @Override
    public boolean requested() {
        return false;
    }

    @Override
    public Registration onRequest(Runnable action) {
        return () -> {};
    }
}
