package dev.zograf.runtime.exec;

import dev.zograf.api.Node;
import dev.zograf.runtime.node.Absent;
import dev.zograf.runtime.node.RecordBinder;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.ContentKey;
import dev.zograf.runtime.plan.Fingerprints;
import dev.zograf.runtime.plan.KeyBuilder;
import dev.zograf.runtime.plan.PlannedNode;
import dev.zograf.runtime.plugin.ContextLoader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gives the nodes of an execution their results, one at a time: from the cache, from who makes the same, or by running them. */
final class NodeWork {

    private static final String SAME = "its inputs are the same as before";

    private final Execution execution;
    private final RunScope run;
    private final NodeInputs inputs;
    private final NodeWarnings warnings;

    NodeWork(Execution execution, NodeWarnings warnings) {
        this.execution = execution;
        this.warnings = warnings;
        this.run = execution.run;
        inputs = new NodeInputs(execution);
    }

    /**
     * Gives a claimed node its result.
     *
     * @return who makes the same result and must be waited for before trying again; null when done
     */
    @Nullable
    Flight attempt(int i, Frame frame) {
        PlannedNode node = execution.plan.nodes().get(i);
        Cell cell = execution.cells[i];
        try {
            Cell.Offer offer = cell.takeOffer();
            if (offer != null) {
                tellKept(i, offer.why(), frame);
                finish(i, offer.values());
                return null;
            }
            if (foundInCache(i, frame)) {
                return null;
            }
            Optional<String> missing = inputs.missing(node);
            if (missing.isPresent()) {
                finish(i, skip(i, missing.get()));
                return null;
            }
            Record in = null;
            if (node.cacheable() && cell.key.isEmpty()) {
                // What runs once for each entry has no record of its own.
                in = node.each().isEmpty() ? inputs.bind(node, frame) : null;
                cell.key = lateKey(node, frame);
            }
            if (cell.key.isEmpty()) {
                finish(i, run(i, in, frame));
                return null;
            }
            return keyed(i, cell.key.get(), in, frame);
        } catch (Throwable t) {
            throw fail(i, t);
        }
    }

    /**
     * Gives a node its kept result if it was demanded for that, before those that it depends on. The cache may have dropped the result
     * since: then they are computed now, before anything asks for their results.
     */
    private boolean foundInCache(int i, Frame frame) {
        List<Integer> upstream = execution.plan.nodes().get(i).upstream();
        if (allDone(upstream)) {
            return false;
        }
        Optional<List<Object>> kept = execution.cells[i].key.flatMap(run.shared.cache()::get);
        if (kept.isPresent()) {
            tellKept(i, SAME, frame);
            finish(i, kept.get());
            return true;
        }
        upstream.forEach(u -> execution.demand(u, frame));
        return false;
    }

    private boolean allDone(List<Integer> nodes) {
        for (int node : nodes) {
            if (!execution.cells[node].isDone()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Flight keyed(int i, ContentKey key, @Nullable Record in, Frame frame) throws Exception {
        Flight mine = new Flight(frame, run, new CompletableFuture<>());
        Flight other = run.shared.inFlight().putIfAbsent(key, mine);
        if (other != null) {
            return other;
        }
        Optional<List<Object>> values = Optional.empty();
        try {
            // Looked up only after the claim: whoever had it before put the result there first.
            values = run.shared.cache().get(key);
            if (values.isPresent()) {
                tellKept(i, SAME, frame);
            } else {
                values = Optional.of(run(i, in, frame));
                warnings.keep(i, frame);
                run.shared.cache().put(key, values.get(), execution.origins.get(i));
            }
            finish(i, values.get());
        } finally {
            run.shared.inFlight().remove(key, mine);
            mine.result().complete(values);
        }
        return null;
    }

    private void tellKept(int i, String why, Frame frame) {
        run.observer.cached(execution.id(i), execution.type(i), why);
        warnings.repeat(i, frame);
    }

    private Optional<ContentKey> lateKey(PlannedNode node, Frame frame) throws Exception {
        String fingerprint = new Fingerprints(run.shared.factory(), run.files).of(node, inputs.feeds(node, frame));
        return new KeyBuilder().key(node.schema(), fingerprint, node.arguments(), node.each(), this::key);
    }

    private Optional<ContentKey> key(int node) {
        return execution.cells[node].key;
    }

    private List<Object> run(int i, @Nullable Record bound, Frame frame) throws Exception {
        PlannedNode node = execution.plan.nodes().get(i);
        run.cancellation.throwIfRequested();
        run.guard.execution(node.schema());
        String id = execution.id(i);
        String why = run.shared.explainer().why(id, node, execution.cells[i].key, this::key);
        run.observer.started(id, node.schema().type(), why);
        try {
            return started(i, bound, frame, id, why);
        } finally {
            run.observer.left(id);
        }
    }

    private List<Object> started(int i, @Nullable Record bound, Frame frame, String id, String why) throws Exception {
        PlannedNode node = execution.plan.nodes().get(i);
        long start = System.nanoTime();
        List<Object> values;
        try {
            values = node.each().isEmpty() ? made(i, bound, frame, id) : new Each(execution, i, frame, inputs).run();
        } catch (Exception e) {
            Optional<String> nothing = NodeInputs.AbsentException.why(e);
            if (nothing.isEmpty()) {
                throw e;
            }
            return skip(i, nothing.get());
        }
        // A node that caught what stopped the run gave a result that may lack something.
        run.cancellation.throwIfRequested();
        run.observer.finished(id, node.schema().type(), why, Duration.ofNanos(System.nanoTime() - start));
        return values;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the record was made for this node
    private List<Object> made(int i, @Nullable Record bound, Frame frame, String id) throws Exception {
        PlannedNode node = execution.plan.nodes().get(i);
        Record in = bound != null ? bound : inputs.bind(node, frame);
        run.guard.inputs(node.schema(), in);
        NodeContext context =
                new NodeContext(id, run, () -> new Calls(execution, i, frame), text -> warnings.warn(id, text, frame));
        try (ContextLoader inside = ContextLoader.of(node.schema().nodeClass())) {
            Record out = ((Node) run.shared.factory().node(node.schema())).run(in, context);
            if (out == null) {
                throw new IllegalStateException("The node returned null.");
            }
            return context.traced(RecordBinder.outputs(node.schema(), out));
        } finally {
            context.end();
        }
    }

    private List<Object> skip(int i, String why) {
        run.observer.skipped(execution.id(i), execution.type(i), why);
        Object nothing = new Absent(execution.type(i) + " was left out because " + why);
        return execution.plan.nodes().get(i).schema().outputs().stream()
                .map(port -> nothing)
                .toList();
    }

    private void finish(int i, List<Object> values) {
        run.guard.hold(values);
        execution.cells[i].finish(values);
        PlannedNode node = execution.plan.nodes().get(i);
        for (int u : node.upstream()) {
            run.guard.release(execution.cells[u].release());
        }
        for (int u : node.lazyUpstream()) {
            run.guard.release(execution.cells[u].release());
        }
    }

    /** Leaves the result that another one made for whoever takes the node next. */
    void offer(int i, Flight elsewhere) {
        String who = elsewhere.run() == run ? "another part of this run" : "another run";
        if (!execution.cells[i].isDone()) {
            elsewhere
                    .result()
                    .getNow(Optional.empty())
                    .ifPresent(values -> execution.cells[i].offer(new Cell.Offer(values, who + " has just made it")));
        }
    }

    /** Notes that a node that nobody works on waits for another one. */
    Waits.Wait waitFor(int i, Frame frame, Flight elsewhere) {
        try {
            return run.shared.waits().begin(frame, elsewhere.owner());
        } catch (RuntimeException e) {
            throw fail(i, e);
        }
    }

    /** Waits on this thread until the other one has made the result, or could not. */
    void await(int i, Frame frame, Flight elsewhere) {
        try {
            run.await(elsewhere.result(), frame, elsewhere.owner());
        } catch (RuntimeException e) {
            throw fail(i, e);
        }
    }

    private RunScope.StopException fail(int i, Throwable thrown) {
        return run.fail(() -> new NodeFailedException(
                execution.id(i),
                execution.type(i),
                Summaries.of(execution.plan.nodes().get(i).arguments(), this::known),
                thrown));
    }

    private Optional<Object> known(Argument.Link link) {
        return execution.cells[link.node()].peek(link.output());
    }
}
