package dev.zograf;

import dev.zograf.api.CancelledException;
import dev.zograf.api.RefusedException;
import dev.zograf.runtime.exec.Guard;
import dev.zograf.runtime.exec.RunCancellation;
import dev.zograf.runtime.graph.DefinedWorkflow;
import dev.zograf.runtime.graph.WorkflowGraph;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.WorkflowFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Holds one run to its policy, if it has one. */
final class Enforcement {

    private final Optional<Policy> policy;
    private final Guard guard;
    private @Nullable Deadline deadline;

    Enforcement(Optional<Policy> policy) {
        this.policy = policy;
        guard = policy.map(p -> new Guard(p.limits(), p::keptOut)).orElseGet(Guard::none);
    }

    Guard guard() {
        return guard;
    }

    /** Where the run may read. */
    List<Path> inputs(List<Path> engine) {
        return policy.flatMap(Policy::inputs).orElse(engine);
    }

    /** Where the run may write. */
    Optional<Path> output(Optional<Path> engine) {
        return policy.flatMap(Policy::output).or(() -> engine);
    }

    /** Whether a text that the host sets may name any file: not if the policy says where files lie. */
    boolean trustsInputs(boolean engine) {
        return engine
                && policy.flatMap(Policy::inputs).isEmpty()
                && policy.flatMap(Policy::output).isEmpty();
    }

    /** What the policy refuses before anything runs. */
    List<Problem> problems(WorkflowGraph graph) {
        List<Problem> problems = new ArrayList<>();
        policy.ifPresent(p -> keptOut(p, graph, Optional.empty(), problems));
        return problems;
    }

    /** Those nodes that may not run, also in workflows that stand for a node or are given to one. */
    private static void keptOut(Policy policy, WorkflowGraph graph, Optional<Place> inside, List<Problem> problems) {
        for (String id : graph.order()) {
            WorkflowFile.NodeEntry node = graph.flat().nodes().get(id);
            Place at = inside.orElse(node == null ? Place.NONE : node.typeAt());
            if (graph.body(id).isEmpty()) {
                policy.keptOut(graph.schema(id))
                        .ifPresent(reason -> problems.add(Problem.at(
                                at,
                                "The node type \"" + graph.schema(id).id() + "\" may not run: " + reason + ".",
                                "Leave the node out, or run the workflow under another policy.")));
            }
            for (DefinedWorkflow body : graph.bodies(id)) {
                keptOut(policy, body.graph(), body.external() ? Optional.of(at) : inside, problems);
            }
        }
    }

    /**
     * Throws what the policy refuses before anything runs.
     *
     * @throws WorkflowException with all that it refuses
     */
    void check(WorkflowGraph graph) {
        List<Problem> problems = problems(graph);
        if (!problems.isEmpty()) {
            throw WorkflowException.refused(
                    problems, new RefusedException("nodes", problems.get(0).message()));
        }
    }

    /** Watches the time, if there is a limit. */
    void watch(CompletableFuture<?> end, RunCancellation cancellation) {
        policy.flatMap(p -> p.limits().time()).ifPresent(limit -> deadline = Deadline.watch(end, limit, cancellation));
    }

    /** The refusal, if that is why a run was cancelled. */
    Optional<WorkflowException> refusal(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        Deadline watched = deadline;
        if (!(cause instanceof CancelledException) || watched == null || !watched.passed()) {
            return Optional.empty();
        }
        return policy.flatMap(p -> p.limits().time()).map(limit -> {
            RefusedException refused = Guard.tooLong(limit);
            String message = String.valueOf(refused.getMessage());
            return WorkflowException.refused(List.of(new Problem("", 0, 0, message, "")), refused);
        });
    }
}
