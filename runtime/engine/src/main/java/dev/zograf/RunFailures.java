package dev.zograf;

import dev.zograf.api.CancelledException;
import dev.zograf.runtime.exec.NodeFailedException;
import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Problem;
import dev.zograf.runtime.json.Value;
import dev.zograf.runtime.json.WorkflowFile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Turns whatever ends a run early into the one exception that hosts see. */
final class RunFailures {

    private RunFailures() {}

    /** What a host is told. */
    static WorkflowException of(Throwable thrown, WorkflowFile file) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof CancelledException) {
            return WorkflowException.cancelled();
        }
        if (!(cause instanceof NodeFailedException failed)) {
            return WorkflowException.failed(cause);
        }
        if (!failed.callersMistake()) {
            return WorkflowException.ofNode(
                    WorkflowException.Kind.FAILED,
                    failed.getMessage() + inputs(failed),
                    List.of(),
                    failed.node(),
                    failed.type(),
                    failed.inputs(),
                    failed.reason());
        }
        Place at = place(failed, file);
        Problem problem = Problem.at(
                at,
                "Node " + failed.node() + " (" + failed.type() + "): " + NodeFailedException.describe(failed.reason()),
                "");
        return WorkflowException.ofNode(
                WorkflowException.Kind.INVALID,
                problem.toString(),
                List.of(problem),
                failed.node(),
                failed.type(),
                failed.inputs(),
                failed.reason());
    }

    private static String inputs(NodeFailedException failed) {
        StringBuilder text = new StringBuilder();
        failed.inputs()
                .forEach((name, summary) ->
                        text.append("\n  ").append(name).append(": ").append(summary));
        return text.isEmpty() ? "" : "\nIts inputs were:" + text;
    }

    /** Where the node stands; of one inside of others that call or stand for it, where the outermost of these stands. */
    private static Place place(NodeFailedException failed, WorkflowFile file) {
        String id = failed.node();
        WorkflowFile.NodeEntry node = file.nodes().get(id);
        boolean inside = node == null;
        while (node == null && id.lastIndexOf('/') > 0) {
            id = id.substring(0, id.lastIndexOf('/'));
            node = file.nodes().get(id);
        }
        if (node == null) {
            return Place.NONE;
        }
        Optional<Value> value = inside ? Optional.empty() : failed.input().map(node.in()::get);
        return value.map(Value::at).orElse(node.at());
    }
}
