package dev.zograf;

import dev.zograf.api.RefusedException;
import dev.zograf.runtime.json.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A workflow that cannot be run, or a run that came to nothing. The message is one text for a person. */
public final class WorkflowException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What kind of end it is. */
    public enum Kind {
        /** A mistake of the caller: the workflow, an input or a file cannot be used. */
        INVALID,
        /** The run failed. */
        FAILED,
        /** The run was cancelled. */
        CANCELLED
    }

    private final Kind kind;
    private final transient List<Problem> problems;
    private final @Nullable String node;
    private final @Nullable String nodeType;
    private final transient Map<String, String> nodeInputs;

    private WorkflowException(
            Kind kind,
            String message,
            List<Problem> problems,
            @Nullable String node,
            @Nullable String nodeType,
            Map<String, String> nodeInputs,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.problems = List.copyOf(problems);
        this.node = node;
        this.nodeType = nodeType;
        this.nodeInputs = nodeInputs;
    }

    static WorkflowException invalid(List<Problem> problems) {
        String message = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        return new WorkflowException(Kind.INVALID, message, problems, null, null, Map.of(), null);
    }

    static WorkflowException refused(List<Problem> problems, RefusedException why) {
        String message = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        return new WorkflowException(Kind.INVALID, message, problems, null, null, Map.of(), why);
    }

    static WorkflowException cancelled() {
        return new WorkflowException(Kind.CANCELLED, "The run was cancelled.", List.of(), null, null, Map.of(), null);
    }

    static WorkflowException ofNode(
            Kind kind,
            String message,
            List<Problem> problems,
            String node,
            String type,
            Map<String, String> inputs,
            Throwable cause) {
        return new WorkflowException(kind, message, problems, node, type, inputs, cause);
    }

    static WorkflowException failed(Throwable cause) {
        return new WorkflowException(Kind.FAILED, "The run failed: " + cause, List.of(), null, null, Map.of(), cause);
    }

    /** What kind of end it is. */
    public Kind kind() {
        return kind;
    }

    /** What is wrong with the workflow, in the file's order; empty unless the kind is {@link Kind#INVALID}. */
    public List<Problem> problems() {
        return problems;
    }

    /** The rule of the policy that refused something, if that is what happened. */
    public Optional<String> rule() {
        return getCause() instanceof RefusedException refused ? Optional.of(refused.rule()) : Optional.empty();
    }

    /** The id of the node that failed. */
    public Optional<String> node() {
        return Optional.ofNullable(node);
    }

    /** The type of the node that failed, with its version. */
    public Optional<String> nodeType() {
        return Optional.ofNullable(nodeType);
    }

    /** What flowed into the node that failed, by input: numbers, short texts, kinds and shapes. */
    public Map<String, String> nodeInputs() {
        return nodeInputs;
    }
}
