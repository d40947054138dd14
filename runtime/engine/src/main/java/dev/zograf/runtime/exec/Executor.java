package dev.zograf.runtime.exec;

import dev.zograf.api.RunFiles;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.node.NodeRegistry;
import dev.zograf.runtime.plan.ContentKey;
import dev.zograf.runtime.plan.Plan;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Runs plans on a pool of threads of its own. Runs share the cache and wait for one another where they need the same result.
 * {@link #close()} cancels what runs and leaves no thread.
 */
public final class Executor implements AutoCloseable {

    private final EngineThreads threads;
    private final Set<RunCancellation> running = ConcurrentHashMap.newKeySet();
    private final Shared shared;

    /**
     * What the runs of an engine have in common.
     *
     * @param inFlight results that some run is making
     * @param waits who waits for whom
     * @param warnings what was odd about results
     * @param threads how many the pool has
     */
    record Shared(
            NodeFactory factory,
            ResultCache cache,
            Explainer explainer,
            Map<ContentKey, Flight> inFlight,
            Waits waits,
            KeptWarnings warnings,
            ExecutorService pool,
            int threads) {}

    /**
     * An executor.
     *
     * @param threads how many nodes may run at once, at least 1
     */
    public Executor(int threads, NodeFactory factory, ResultCache cache) {
        this.threads = new EngineThreads(threads);
        shared = new Shared(
                factory,
                cache,
                new Explainer(),
                new ConcurrentHashMap<>(),
                new Waits(),
                new KeptWarnings(),
                this.threads.nodes(),
                threads);
    }

    /** Calls who listens to a run at a pace of their own. Takes no more once closed. */
    public java.util.concurrent.Executor events() {
        return threads.events();
    }

    /** Whether the caller is a node, listener or subscriber of this executor, for whom {@link #close()} cannot wait. */
    public boolean isOnOwnThread() {
        return threads.isMine(Thread.currentThread());
    }

    /** How many runs have not ended. */
    public int runs() {
        return running.size();
    }

    /** How many nodes are at work, about. */
    public int activeNodes() {
        return threads.nodes().getActiveCount();
    }

    /** How many nodes are ready and wait for a thread. */
    public int queuedNodes() {
        return threads.nodes().getQueue().size();
    }

    /**
     * Starts a run.
     *
     * @param registry the node types that its nodes may call
     * @param guard holds the run against its limits
     * @param workflow the text that {@link dev.zograf.api.RunContext#workflow()} gives
     * @return the workflow's outputs by name; fails with {@link NodeFailedException} or
     *     {@link dev.zograf.api.CancelledException}, in any case only after the last node has returned
     */
    public CompletableFuture<Map<String, Object>> start(
            Plan plan,
            NodeRegistry registry,
            RunFiles files,
            Guard guard,
            Supplier<String> workflow,
            RunObserver observer,
            RunCancellation cancellation) {
        running.add(cancellation);
        RunScope run = new RunScope(shared, registry, files, guard, workflow, observer, cancellation);
        return Execution.start(plan, run).whenComplete((outputs, failure) -> running.remove(cancellation));
    }

    /** Has each thread that exists now end after its task, with whatever the code of plugins has left in it. */
    public void renewThreads() {
        threads.renew();
    }

    /** Cancels all runs and waits until their nodes have returned; those that take long to notice are interrupted. */
    @Override
    public void close() {
        running.forEach(RunCancellation::request);
        threads.close();
        shared.cache().clear();
    }
}
