package dev.zograf.runtime.exec;

import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a running node sees of its run. */
final class NodeContext implements RunContext {

    private final String node;
    private final RunCancellation cancellation;
    private final RunFiles files;
    private final Supplier<String> workflow;
    private final RunObserver observer;

    NodeContext(
            String node,
            RunCancellation cancellation,
            RunFiles files,
            Supplier<String> workflow,
            RunObserver observer) {
        this.node = node;
        this.cancellation = cancellation;
        this.files = files;
        this.workflow = workflow;
        this.observer = observer;
    }

    @Override
    public String nodeId() {
        return node;
    }

    @Override
    public void progress(int step, int total, @Nullable Supplier<Image> preview) {
        throwIfRequested();
        observer.progress(node, step, total, preview);
        throwIfRequested();
    }

    @Override
    public RunFiles files() {
        return files;
    }

    @Override
    public String workflow() {
        return workflow.get();
    }

    @Override
    public boolean requested() {
        return cancellation.requested();
    }

    @Override
    public Registration onRequest(Runnable action) {
        return cancellation.onRequest(action);
    }
}
