package dev.zograf.runtime.exec;

import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.Subworkflow;
import dev.zograf.api.value.Image;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a running node sees of its run. */
final class NodeContext implements RunContext {

    /** What is said is kept, so that it is bounded. */
    private static final int MOST_WARNINGS = 100;

    private static final int LONGEST_WARNING = 2000;

    private final String node;
    private final RunScope run;

    private final Supplier<Calls> calls;
    private final Consumer<String> warn;
    private final Set<String> warned = new HashSet<>();
    private @Nullable Calls made;
    private boolean ended;

    NodeContext(String node, RunScope run, Supplier<Calls> calls, Consumer<String> warn) {
        this.warn = warn;
        this.node = node;
        this.run = run;
        this.calls = calls;
    }

    /** The node has returned. */
    synchronized void end() {
        ended = true;
        made = null;
    }

    /** The outputs of the node, with what its calls know of them. */
    synchronized List<Object> traced(List<Object> outputs) {
        Calls all = made;
        return all == null ? outputs : outputs.stream().map(all::traced).toList();
    }

    private synchronized Calls calls() {
        if (ended) {
            throw new IllegalStateException(
                    "The node \"" + node + "\" wants to call a workflow after it has returned.");
        }
        if (made == null) {
            made = calls.get();
        }
        return made;
    }

    @Override
    public List<Map<String, Object>> callAll(Subworkflow body, List<? extends Map<String, ?>> inputs) throws Exception {
        throwIfRequested();
        return calls().callAll(body, inputs);
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
    public void warn(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        String shown = line.length() <= LONGEST_WARNING ? line : line.substring(0, LONGEST_WARNING) + "…";
        synchronized (warned) {
            if (warned.size() > MOST_WARNINGS || !warned.add(shown)) {
                return;
            }
            shown = warned.size() > MOST_WARNINGS ? "There are more warnings; they are left out." : shown;
        }
        warn.accept(shown);
    }

    @Override
    public void willMake(int width, int height, int count) {
        run.guard.pixels(width, height, count);
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
