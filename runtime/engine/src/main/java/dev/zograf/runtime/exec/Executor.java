package dev.zograf.runtime.exec;

import dev.zograf.api.RunFiles;
import dev.zograf.runtime.node.NodeFactory;
import dev.zograf.runtime.plan.ContentKey;
import dev.zograf.runtime.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs plans on a pool of threads of its own. Runs share the cache and wait for one another where they need the same result.
 * {@link #close()} cancels what runs and leaves no thread.
 */
public final class Executor implements AutoCloseable {

    /** Seconds that a cancelled node has to return before its thread is interrupted. */
    private static final long PATIENCE = 10;

    /** Lazy inputs nest: each that asks for the next takes some frames. Only what is used of it is ever committed. */
    private static final long STACK = 64L << 20;

    private static final AtomicInteger POOLS = new AtomicInteger();

    private final ExecutorService pool;
    private final Set<RunCancellation> running = ConcurrentHashMap.newKeySet();
    private final Shared shared;

    /**
     * What the runs of an engine have in common.
     *
     * @param inFlight results that some run is making; each ends with the result, or empty if that came to nothing
     */
    record Shared(
            NodeFactory factory,
            ResultCache cache,
            Explainer explainer,
            Map<ContentKey, CompletableFuture<Optional<List<Object>>>> inFlight) {}

    /**
     * An executor.
     *
     * @param threads how many nodes may run at once, at least 1
     */
    public Executor(int threads, NodeFactory factory, ResultCache cache) {
        shared = new Shared(factory, cache, new Explainer(), new ConcurrentHashMap<>());
        int number = POOLS.incrementAndGet();
        AtomicInteger thread = new AtomicInteger();
        ThreadPoolExecutor threadPool =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread t = new Thread(null, task, "zograf-" + number + "-" + thread.incrementAndGet(), STACK);
                    t.setDaemon(true);
                    return t;
                });
        threadPool.allowCoreThreadTimeOut(true);
        pool = threadPool;
    }

    /**
     * Starts a run.
     *
     * @param workflow the text that {@link dev.zograf.api.RunContext#workflow()} gives
     * @return the workflow's outputs by name; fails with {@link NodeFailedException} or
     *     {@link dev.zograf.api.CancelledException}, in any case only after the last node has returned
     */
    public CompletableFuture<Map<String, Object>> start(
            Plan plan, RunFiles files, Supplier<String> workflow, RunObserver observer, RunCancellation cancellation) {
        running.add(cancellation);
        Execution execution = new Execution(plan, shared, pool, files, workflow, observer, cancellation);
        CompletableFuture<Map<String, Object>> result = execution.start();
        return result.whenComplete((outputs, failure) -> running.remove(cancellation));
    }

    /** Cancels all runs and waits until their nodes have returned; those that take long to notice are interrupted. */
    @Override
    public void close() {
        running.forEach(RunCancellation::request);
        pool.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(PATIENCE, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (!ended) {
                pool.shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        shared.cache().clear();
    }
}
