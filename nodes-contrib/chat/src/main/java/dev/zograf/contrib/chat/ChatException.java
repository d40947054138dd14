package dev.zograf.contrib.chat;

/** The bot cannot work as it was set up: one sentence that names the remedy. */
public final class ChatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With a message for people. */
    public ChatException(String message) {
        super(message);
    }

    /** With what led to it. */
    public ChatException(String message, Throwable cause) {
        super(message, cause);
    }
}
