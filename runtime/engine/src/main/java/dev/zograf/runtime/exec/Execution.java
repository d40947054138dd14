package dev.zograf.runtime.exec;

import dev.zograf.api.CancelledException;
import dev.zograf.api.Node;
import dev.zograf.api.RunFiles;
import dev.zograf.runtime.node.Feed;
import dev.zograf.runtime.node.RecordBinder;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.ContentKey;
import dev.zograf.runtime.plan.KeyBuilder;
import dev.zograf.runtime.plan.Plan;
import dev.zograf.runtime.plan.PlannedNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan. A node is started when the last of those before it has ended, on the thread on which that one ended if
 * there is nothing else to do there. A thread waits for another only in {@link #demand}, where a node asks for a lazy input that
 * somebody else is making; as that one's inputs lie further upstream still, such waiting never goes in a circle.
 */
final class Execution {

    private static final int NOTHING = -1;
    private static final String SAME = "its inputs are the same as before";

    private final Plan plan;
    private final Executor.Shared shared;
    private final ExecutorService pool;
    private final RunFiles files;
    private final Supplier<String> workflow;
    private final RunObserver observer;
    private final RunCancellation cancellation;
    private final Cell[] cells;
    private final AtomicInteger outstanding = new AtomicInteger(1);
    private final AtomicReference<@Nullable NodeFailedException> failure = new AtomicReference<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<Map<String, Object>> result = new CompletableFuture<>();

    Execution(
            Plan plan,
            Executor.Shared shared,
            ExecutorService pool,
            RunFiles files,
            Supplier<String> workflow,
            RunObserver observer,
            RunCancellation cancellation) {
        this.plan = plan;
        this.shared = shared;
        this.pool = pool;
        this.files = files;
        this.workflow = workflow;
        this.observer = observer;
        this.cancellation = cancellation;
        this.cells = new Cell[plan.nodes().size()];
    }

    CompletableFuture<Map<String, Object>> start() {
        for (int i = 0; i < cells.length; i++) {
            PlannedNode node = plan.nodes().get(i);
            cells[i] = new Cell(node.key());
            node.upstream().forEach(u -> cells[u].uses.incrementAndGet());
            node.lazyUpstream().forEach(u -> cells[u].uses.incrementAndGet());
        }
        plan.roots().forEach(root -> cells[root].uses.incrementAndGet());
        cancellation.onRequest(() -> stopped.complete(null));
        List<Integer> fromCache = new ArrayList<>();
        List<Integer> toRun = needed(fromCache);
        observer.planned(cells.length, toRun.size());
        fromCache.forEach(i -> observer.cached(id(i), type(i), SAME));
        for (int i : toRun) {
            for (int u : plan.nodes().get(i).upstream()) {
                if (!cells[u].isDone()) {
                    cells[u].dependents.add(i);
                    cells[i].pending.incrementAndGet();
                }
            }
        }
        // What is ready is listed before anything starts, since a node that ends makes others ready and submits them
        // itself.
        toRun.stream().filter(i -> cells[i].pending.get() == 0).toList().forEach(this::submit);
        leave();
        return result;
    }

    /** The nodes that must run: from the roots upstream, as far as no result is kept. */
    private List<Integer> needed(List<Integer> fromCache) {
        List<Integer> toRun = new ArrayList<>();
        boolean[] seen = new boolean[cells.length];
        Deque<Integer> open = new ArrayDeque<>(plan.roots());
        while (!open.isEmpty()) {
            int i = open.remove();
            if (!seen[i]) {
                seen[i] = true;
                Optional<List<Object>> kept = cells[i].key.flatMap(shared.cache()::get);
                if (kept.isPresent()) {
                    cells[i].claim();
                    cells[i].finish(kept.get());
                    fromCache.add(i);
                } else {
                    toRun.add(i);
                    open.addAll(plan.nodes().get(i).upstream());
                }
            }
        }
        return toRun;
    }

    private void submit(int i) {
        outstanding.incrementAndGet();
        execute(() -> work(i));
    }

    private void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            cancellation.request();
            leave();
        }
    }

    /** Runs a node, then one that it made ready, and so on, without recursion. */
    private void work(int first) {
        workOn(cells[first].claim() ? first : NOTHING, Optional.empty());
    }

    private void workOn(int first, Optional<List<Object>> given) {
        try {
            Optional<List<Object>> values = given;
            int i = first;
            while (i != NOTHING && !cancellation.requested()) {
                CompletableFuture<Optional<List<Object>>> elsewhere = attempt(i, values);
                if (elsewhere != null) {
                    resumeAfter(elsewhere, i);
                    return;
                }
                values = Optional.empty();
                int next = advance(i);
                i = next != NOTHING && cells[next].claim() ? next : NOTHING;
            }
        } catch (StopException e) {
            // fail() has seen to everything
        } finally {
            leave();
        }
    }

    private void resumeAfter(CompletableFuture<Optional<List<Object>>> elsewhere, int i) {
        outstanding.incrementAndGet();
        CompletableFuture.anyOf(elsewhere, stopped)
                .whenComplete((any, thrown) -> execute(() -> workOn(i, elsewhere.getNow(Optional.empty()))));
    }

    /** Tells those who wait for the node, and returns one that is now ready, the others being submitted. */
    private int advance(int i) {
        int next = NOTHING;
        for (int d : cells[i].dependents) {
            if (cells[d].pending.decrementAndGet() == 0) {
                if (next == NOTHING) {
                    next = d;
                } else {
                    submit(d);
                }
            }
        }
        return next;
    }

    /**
     * Gives a claimed node its result: the given one, or from the cache, or by running it.
     *
     * @return what to wait for before trying again, if another run is making the same result; null when done
     */
    private @Nullable CompletableFuture<Optional<List<Object>>> attempt(int i, Optional<List<Object>> given) {
        PlannedNode node = plan.nodes().get(i);
        Cell cell = cells[i];
        try {
            if (given.isPresent()) {
                observer.cached(node.id(), type(i), "another run has just made it");
                finish(i, given.get());
                return null;
            }
            Record in = null;
            if (node.cacheable() && cell.key.isEmpty()) {
                in = bind(node);
                cell.key = lateKey(node, in);
            }
            if (cell.key.isEmpty()) {
                finish(i, run(i, in));
                return null;
            }
            return keyed(i, cell.key.get(), in);
        } catch (Throwable t) {
            throw fail(i, t);
        }
    }

    private @Nullable CompletableFuture<Optional<List<Object>>> keyed(int i, ContentKey key, @Nullable Record in)
            throws Exception {
        CompletableFuture<Optional<List<Object>>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<List<Object>>> other = shared.inFlight().putIfAbsent(key, mine);
        if (other != null) {
            return other;
        }
        Optional<List<Object>> values = Optional.empty();
        try {
            // Looked up only after the claim: whoever had it before put the result there first.
            values = shared.cache().get(key);
            if (values.isPresent()) {
                observer.cached(id(i), type(i), SAME);
            } else {
                values = Optional.of(run(i, in));
                shared.cache().put(key, values.get());
            }
            finish(i, values.get());
        } finally {
            shared.inFlight().remove(key, mine);
            mine.complete(values);
        }
        return null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the record was made for this node
    private Optional<ContentKey> lateKey(PlannedNode node, Record in) throws Exception {
        String fingerprint = node.schema().fingerprinted()
                ? ((Node) shared.factory().node(node.schema())).fingerprint(in, files)
                : "";
        return new KeyBuilder().key(node.schema(), fingerprint, node.arguments(), j -> cells[j].key);
    }

    private void finish(int i, List<Object> values) {
        cells[i].finish(values);
        PlannedNode node = plan.nodes().get(i);
        node.upstream().forEach(u -> cells[u].release());
        node.lazyUpstream().forEach(u -> cells[u].release());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the record was made for this node
    private List<Object> run(int i, @Nullable Record bound) throws Exception {
        PlannedNode node = plan.nodes().get(i);
        cancellation.throwIfRequested();
        String why = shared.explainer().why(node, cells[i].key, j -> cells[j].key);
        observer.started(node.id(), node.schema().type(), why);
        long start = System.nanoTime();
        Record in = bound != null ? bound : bind(node);
        NodeContext context = new NodeContext(node.id(), cancellation, files, workflow, observer);
        Record out = ((Node) shared.factory().node(node.schema())).run(in, context);
        if (out == null) {
            throw new IllegalStateException("The node returned null.");
        }
        List<Object> values = RecordBinder.outputs(node.schema(), out);
        observer.finished(node.id(), node.schema().type(), why, Duration.ofNanos(System.nanoTime() - start));
        return values;
    }

    private Record bind(PlannedNode node) throws Exception {
        Map<String, Feed> feeds = new HashMap<>();
        node.arguments().forEach((name, argument) -> feeds.put(name, feed(argument)));
        return RecordBinder.bind(node.schema(), feeds);
    }

    private Feed feed(Argument argument) {
        if (argument instanceof Argument.Several several) {
            return new Feed.Many(several.arguments().stream().map(this::source).toList());
        }
        return new Feed.One(source(argument));
    }

    private Feed.Source source(Argument argument) {
        if (argument instanceof Argument.Constant constant) {
            return constant::value;
        }
        Argument.Link link = (Argument.Link) argument;
        return () -> {
            demand(link.node());
            return cells[link.node()].output(link.output());
        };
    }

    /** Sees to it that a node has its result: computes what is missing on this thread, depth first, without recursion. */
    private void demand(int target) {
        if (cells[target].isDone()) {
            return;
        }
        if (result.isDone()) {
            throw new IllegalStateException("An input was asked for after the run had ended.");
        }
        Deque<Integer> open = new ArrayDeque<>();
        open.push(target);
        while (!open.isEmpty()) {
            int i = open.peek();
            if (cells[i].isDone()) {
                open.pop();
                continue;
            }
            cancellation.throwIfRequested();
            boolean kept = cells[i].key.flatMap(shared.cache()::get).isPresent();
            Optional<Integer> missing = kept
                    ? Optional.empty()
                    : plan.nodes().get(i).upstream().stream()
                            .filter(u -> !cells[u].isDone())
                            .findFirst();
            if (missing.isPresent()) {
                open.push(missing.get());
            } else if (cells[i].claim()) {
                computeHere(i);
            } else {
                CompletableFuture.anyOf(cells[i].done, stopped).join();
            }
        }
    }

    private void computeHere(int i) {
        CompletableFuture<Optional<List<Object>>> elsewhere = attempt(i, Optional.empty());
        while (elsewhere != null) {
            CompletableFuture.anyOf(elsewhere, stopped).join();
            cancellation.throwIfRequested();
            elsewhere = attempt(i, elsewhere.getNow(Optional.empty()));
        }
        int next = advance(i);
        if (next != NOTHING) {
            submit(next);
        }
    }

    /** Records the first failure and stops the run; what a node throws after the run was stopped is a consequence of that. */
    private RuntimeException fail(int i, Throwable thrown) {
        if (!cancellation.requested()) {
            NodeFailedException failed = new NodeFailedException(
                    id(i), type(i), Summaries.of(plan.nodes().get(i).arguments(), this::known), thrown);
            if (failure.compareAndSet(null, failed)) {
                observer.failed(id(i), type(i), thrown);
            }
            cancellation.request();
        }
        return new StopException();
    }

    private void leave() {
        if (outstanding.decrementAndGet() > 0) {
            return;
        }
        NodeFailedException failed = failure.get();
        if (failed != null) {
            result.completeExceptionally(failed);
        } else if (plan.roots().stream().allMatch(root -> cells[root].isDone())) {
            Map<String, Object> outputs = new LinkedHashMap<>();
            plan.outputs().forEach((name, argument) -> outputs.put(name, output(argument)));
            result.complete(outputs);
        } else {
            result.completeExceptionally(new CancelledException());
        }
    }

    private Object output(Argument argument) {
        return argument instanceof Argument.Link link
                ? cells[link.node()].output(link.output())
                : ((Argument.Constant) argument).value();
    }

    private Optional<Object> known(Argument.Link link) {
        return cells[link.node()].peek(link.output());
    }

    private String id(int i) {
        return plan.nodes().get(i).id();
    }

    private String type(int i) {
        return plan.nodes().get(i).schema().type();
    }

    /** Unwinds a node that asked for an input whose making failed, or the loop of a thread. */
    private static final class StopException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StopException() {
            super("The run has stopped.", null, false, false);
        }
    }
}
