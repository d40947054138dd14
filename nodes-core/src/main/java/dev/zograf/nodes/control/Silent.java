package dev.zograf.nodes.control;

import dev.zograf.api.Cancellation;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Image;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where no node runs: what a patch computes while another node samples. A picture is encoded in less time than one step takes. */
enum Silent implements RunContext {
    INSTANCE;

    @Override
    public String nodeId() {
        return "control";
    }

    @Override
    public void progress(int step, int total, @Nullable Supplier<Image> preview) {}

    @Override
    public RunFiles files() {
        throw new UnsupportedOperationException("No node runs here that has files.");
    }

    @Override
    public String workflow() {
        throw new UnsupportedOperationException("No node runs here that has a workflow.");
    }

    @Override
    public boolean requested() {
        return Cancellation.never().requested();
    }

    @Override
    public Registration onRequest(Runnable action) {
        return Cancellation.never().onRequest(action);
    }
}
