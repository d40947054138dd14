package dev.zograf.runtime.exec;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RefusedException;
import java.util.Map;
import java.util.Optional;

/** The node that failed a run, with a short description of what flowed into it. */
public final class NodeFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final String node;
    private final String type;
    private final transient Map<String, String> inputs;
    private final Throwable reason;

    NodeFailedException(String node, String type, Map<String, String> inputs, Throwable reason) {
        super("Node " + node + " (" + type + ") failed: " + describe(reason), reason);
        this.node = node;
        this.type = type;
        this.inputs = inputs;
        this.reason = reason;
    }

    /** The reason's own message, or what it is if it has none. */
    public static String describe(Throwable reason) {
        String message = reason.getMessage();
        if (reason instanceof InvalidInputException
                || reason instanceof BadFileException
                || reason instanceof RefusedException) {
            return String.valueOf(message);
        }
        if (reason instanceof OutOfMemoryError) {
            return "OutOfMemoryError: " + message + ". The heap of Java has at most "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB: choose a smaller size or batch, or allow more with -Xmx.";
        }
        return message == null
                ? reason.getClass().getSimpleName()
                : reason.getClass().getSimpleName() + ": " + message;
    }

    /** The node's id. */
    public String node() {
        return node;
    }

    /** The node's type with version. */
    public String type() {
        return type;
    }

    /** What flowed in, by input: numbers, short texts, kinds and shapes. */
    public Map<String, String> inputs() {
        return inputs;
    }

    /** What the node threw. */
    public Throwable reason() {
        return reason;
    }

    /** Whether it is a mistake of the workflow or of a file, rather than a failure. */
    public boolean callersMistake() {
        return reason instanceof InvalidInputException
                || reason instanceof BadFileException
                || reason instanceof RefusedException;
    }

    /** The input that is to blame, if the node said so. */
    public Optional<String> input() {
        return reason instanceof InvalidInputException e ? Optional.of(e.input()) : Optional.empty();
    }
}
