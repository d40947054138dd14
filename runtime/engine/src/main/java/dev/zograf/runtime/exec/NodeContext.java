package dev.zograf.runtime.exec;

import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a running node sees of its run. */
final class NodeContext implements RunContext {

    private final String node;
    private final RunScope run;

    NodeContext(String node, RunScope run) {
        this.node = node;
        this.run = run;
    }

    @Override
    public String nodeId() {
        return node;
    }

    @Override
    public void progress(int step, int total, @Nullable Supplier<Image> preview) {
        throwIfRequested();
        run.observer.progress(node, step, total, preview);
        throwIfRequested();
    }

    @Override
    public RunFiles files() {
        return run.files;
    }

    @Override
    public String workflow() {
        return run.workflow.get();
    }

    @Override
    public boolean requested() {
        return run.cancellation.requested();
    }

    @Override
    public Registration onRequest(Runnable action) {
        return run.cancellation.onRequest(action);
    }
}
