package dev.zograf.runtime.exec;

import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.Plan;
import dev.zograf.runtime.plan.PlannedNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A plan in execution: the one of a run, or the one of a call that a node makes. A node is started when the last of those before it
 * has ended, on the thread on which that one ended if there is nothing else to do there. Threads wait only for what another thread
 * is working on: a node whose result is made elsewhere is given back, and starts again when that result is there.
 */
final class Execution {

    static final int NOTHING = -1;
    private static final String SAME = "its inputs are the same as before";

    final Plan plan;
    final RunScope run;
    final Cell[] cells;

    /** Which plugins have a hand in each result. */
    final List<Set<String>> origins;

    /** How many calls this one is inside of. */
    final int depth;

    private final String prefix;
    private final @Nullable Frame caller;
    private final @Nullable Signal signal;
    private final NodeWarnings warnings;
    private final NodeWork work;
    private final OutputWatch watch;
    private final Preparation preparation;
    private final Queue<Integer> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger remaining = new AtomicInteger();

    private Execution(
            Plan plan, RunScope run, String prefix, int depth, @Nullable Frame caller, @Nullable Signal signal) {
        this.plan = plan;
        this.run = run;
        this.prefix = prefix;
        this.depth = depth;
        this.caller = caller;
        this.signal = signal;
        cells = new Cell[plan.nodes().size()];
        origins = Origins.of(plan);
        warnings = new NodeWarnings(this);
        work = new NodeWork(this, warnings);
        preparation = new Preparation(this, signal == null);
        watch = new OutputWatch(this, signal == null ? plan.outputs() : Map.of());
    }

    /** Starts the plan of a run. */
    static CompletableFuture<Map<String, Object>> start(Plan plan, RunScope run) {
        Execution execution = new Execution(plan, run, "", 0, null, null);
        List<Integer> toRun = execution.prepare();
        run.observer.planned(plan.nodes().size(), toRun.size());
        execution.tellKept();
        execution.schedule(toRun);
        run.leave();
        return run.ended.thenApply(nothing -> execution.outputs());
    }

    /**
     * The plan of a call; its ready nodes wait in line for the caller's thread and those of the crew.
     *
     * @param from the execution that the calling node is in
     * @param prefix of the ids of its nodes
     * @param signal is raised when there is something to do, or nothing any more
     */
    static Execution call(Plan plan, Execution from, String prefix, Frame caller, Signal signal) {
        return new Execution(plan, from.run, prefix, from.depth + 1, caller, signal);
    }

    /**
     * Finds out what of a call must run.
     *
     * @param alone whether the caller has nothing else to do: then only what it cannot do at the same time is offered to others
     */
    void begin(boolean alone) {
        List<Integer> toRun = prepare();
        tellKept();
        schedule(toRun);
        for (int i = alone ? 1 : 0; i < ready.size(); i++) {
            run.crew.wake();
        }
    }

    /** The nodes that must run: from the roots upstream, as far as no result is kept. */
    private List<Integer> prepare() {
        for (int i = 0; i < cells.length; i++) {
            PlannedNode node = plan.nodes().get(i);
            cells[i] = new Cell(node.key());
            for (int u : node.upstream()) {
                cells[u].uses.incrementAndGet();
            }
            for (int u : node.lazyUpstream()) {
                cells[u].uses.incrementAndGet();
            }
        }
        plan.roots().forEach(root -> cells[root].uses.incrementAndGet());
        List<Integer> toRun = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(plan.roots());
        while (!open.isEmpty()) {
            int i = open.remove();
            if (!cells[i].scheduled) {
                cells[i].scheduled = true;
                Optional<List<Object>> kept = cells[i].key.flatMap(run.shared.cache()::get);
                if (kept.isPresent()) {
                    cells[i].claim(frame(i, caller));
                    cells[i].finishKept(kept.get());
                } else {
                    toRun.add(i);
                    open.addAll(plan.nodes().get(i).upstream());
                }
            }
        }
        remaining.set(toRun.size());
        return toRun;
    }

    /** Nothing has started yet: what is done was kept. */
    private void tellKept() {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            if (cells[i].scheduled && cells[i].isDone()) {
                kept.add(i);
                run.observer.cached(id(i), type(i), SAME);
                warnings.repeat(i, frame(i, caller));
            }
        }
        watch.begin();
        kept.forEach(watch::done);
    }

    private void schedule(List<Integer> toRun) {
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
        List<Integer> first =
                toRun.stream().filter(i -> cells[i].pending.get() == 0).toList();
        if (signal == null) {
            first.forEach(this::submit);
            preparation.tellKept(toRun);
        } else {
            ready.addAll(first);
        }
    }

    /** The node may start: of a run on any thread, of a call on the caller's or one that helps. */
    private void submit(int i) {
        if (signal == null) {
            run.execute(() -> workOn(i));
        } else {
            ready.add(i);
            signal.raise();
            run.crew.wake();
        }
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Works on a node of this call that is ready, if there is one. */
    boolean workOnReady() {
        Integer i = ready.poll();
        if (i != null) {
            workOn(i);
        }
        return i != null;
    }

    /** Whether all that the outputs need is there. */
    boolean complete() {
        return remaining.get() == 0;
    }

    /** The call has ended, and what came out was taken. */
    void free() {
        for (Cell cell : cells) {
            run.guard.release(cell.free());
        }
    }

    /** Runs a node unless somebody else does, then one that it made ready, and so on, without recursion. */
    private void workOn(int first) {
        int i = first;
        while (i != NOTHING && !run.cancellation.requested()) {
            Frame frame = frame(i, caller);
            if (!cells[i].claim(frame)) {
                return;
            }
            Flight elsewhere = work.attempt(i, frame);
            if (elsewhere != null) {
                giveBack(i, frame, elsewhere);
                return;
            }
            i = advance(i);
        }
    }

    /** Another one makes the result: nobody waits for it here, and whoever needs the node may take it. */
    private void giveBack(int i, Frame frame, Flight elsewhere) {
        Waits.Wait wait = caller == null ? null : work.waitFor(i, frame, elsewhere);
        run.enter();
        cells[i].unclaim();
        CompletableFuture.anyOf(elsewhere.result(), run.stopped).whenComplete((any, thrown) -> {
            if (wait != null) {
                run.shared.waits().end(wait);
            }
            work.offer(i, elsewhere);
            submit(i);
            run.leave();
        });
    }

    /** Tells those who wait for the node, and returns one that is now ready, the others being submitted. */
    private int advance(int i) {
        if (cells[i].scheduled && remaining.decrementAndGet() == 0 && signal != null) {
            signal.raise();
        }
        watch.done(i);
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
        // After what is ready has been submitted, which comes first.
        preparation.tell(i);
        return next;
    }

    /**
     * Sees to it that a node has its result: computes what is missing on this thread, depth first, without recursion.
     *
     * @param asking who needs it
     */
    void demand(int target, Frame asking) {
        if (cells[target].isDone()) {
            return;
        }
        if (run.ended.isDone()) {
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
            run.cancellation.throwIfRequested();
            boolean kept = cells[i].key.flatMap(run.shared.cache()::get).isPresent();
            Optional<Integer> missing = kept
                    ? Optional.empty()
                    : plan.nodes().get(i).upstream().stream()
                            .filter(u -> !cells[u].isDone())
                            .findFirst();
            if (missing.isPresent()) {
                open.push(missing.get());
            } else {
                makeOrAwait(i, asking);
            }
        }
    }

    private void makeOrAwait(int i, Frame asking) {
        Frame frame = frame(i, asking);
        if (cells[i].claim(frame)) {
            Flight elsewhere = work.attempt(i, frame);
            while (elsewhere != null) {
                work.await(i, frame, elsewhere);
                run.cancellation.throwIfRequested();
                work.offer(i, elsewhere);
                elsewhere = work.attempt(i, frame);
            }
            int next = advance(i);
            if (next != NOTHING) {
                submit(next);
            }
            return;
        }
        Frame owner = cells[i].owner();
        if (owner != null) {
            run.await(cells[i].change(), asking, owner);
        }
    }

    /** The outputs of the run, when it has ended. */
    private Map<String, Object> outputs() {
        NodeFailedException failed = run.failure().orElse(null);
        if (failed != null) {
            throw new java.util.concurrent.CompletionException(failed);
        }
        if (!complete()) {
            throw new dev.zograf.api.CancelledException();
        }
        Map<String, Object> outputs = new LinkedHashMap<>();
        plan.outputs().forEach((name, argument) -> outputs.put(name, output(argument)));
        return outputs;
    }

    /** What an output of the plan came to. */
    Object output(Argument argument) {
        if (argument instanceof Argument.Several several) {
            return several.arguments().stream().map(this::output).toList();
        }
        if (argument instanceof Argument.Given given) {
            return given.value();
        }
        return argument instanceof Argument.Link link
                ? cells[link.node()].output(link.output())
                : ((Argument.Constant) argument).value();
    }

    private Frame frame(int i, @Nullable Frame within) {
        return new Frame(within, id(i));
    }

    /** The id of a node as events and errors name it. */
    String id(int i) {
        String id = plan.nodes().get(i).id();
        return prefix.isEmpty() ? id : prefix + id;
    }

    String type(int i) {
        return plan.nodes().get(i).schema().type();
    }
}
