package dev.zograf.api;

/**
 * A file that is missing, unreadable, truncated, hostile or not what it claims to be: a model, a picture, a configuration.
 * The message is one text for a person: which file, what is wrong, what to do. Counts as a mistake of the caller, not as a
 * failed run.
 */
public final class BadFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String file;

    /**
     * Names the file and says what is wrong.
     *
     * @param file the file as the user knows it
     * @param message what is wrong and what to do, without the file's name
     */
    public BadFileException(String file, String message) {
        super(file + ": " + message);
        this.file = file;
    }

    /** As above, with the reason behind it. */
    public BadFileException(String file, String message, Throwable cause) {
        super(file + ": " + message, cause);
        this.file = file;
    }

    /** The file as the user knows it. */
    public String file() {
        return file;
    }
}
