package dev.zograf.api;

/**
 * An input that cannot be used: a rule across inputs is broken, or a value turns out unusable while the node runs. The
 * engine adds the node's id and the place in the file; it counts as a mistake of the workflow, not as a failed run.
 */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String input;

    /**
     * Names the input and says what is wrong and what to do.
     *
     * @param input the name of the record's component
     * @param message a full sentence that names the remedy
     */
    public InvalidInputException(String input, String message) {
        super(message);
        this.input = input;
    }

    /** As above, with the reason behind it. */
    public InvalidInputException(String input, String message, Throwable cause) {
        super(message, cause);
        this.input = input;
    }

    /** The name of the record's component. */
    public String input() {
        return input;
    }
}
