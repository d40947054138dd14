package dev.zograf.runtime.plugin;

import org.jspecify.annotations.Nullable;

/** A copy of something that a plugin threw, which does not keep the plugin's classes from being unloaded. */
final class Detached extends Exception {

    private static final long serialVersionUID = 1;

    private static final int DEEPEST = 10;

    private final String text;

    private Detached(String text, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(text, cause, false, true);
        this.text = text;
        setStackTrace(trace);
    }

    /** The copy, with copies of its causes. */
    static Detached copy(Throwable thrown) {
        return copy(thrown, DEEPEST);
    }

    private static Detached copy(Throwable thrown, int depth) {
        Throwable cause = thrown.getCause();
        return new Detached(
                describe(thrown), cause == null || depth == 0 ? null : copy(cause, depth - 1), thrown.getStackTrace());
    }

    /** What it is and says; even that is the plugin's own code. */
    static String describe(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return thrown.getClass().getName();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
