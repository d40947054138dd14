package dev.zograf.runtime.json;

/**
 * One mistake in a workflow: where, what, and what to do about it.
 *
 * @param pointer JSON pointer (RFC 6901) to the place
 * @param line from 1; 0 if the place is not in a text
 * @param column from 1; 0 if the place is not in a text
 * @param message one sentence on what is wrong
 * @param remedy one sentence on what to do; may be empty
 */
public record Problem(String pointer, int line, int column, String message, String remedy) {

    /** A problem at a place. */
    public static Problem at(Place place, String message, String remedy) {
        return new Problem(place.pointer(), place.line(), place.column(), message, remedy);
    }

    /** {@code line 3, column 9 (/nodes/a): message remedy}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (line > 0) {
            text.append("line ").append(line).append(", column ").append(column);
        }
        if (!pointer.isEmpty()) {
            text.append(text.isEmpty() ? pointer : " (" + pointer + ")");
        }
        text.append(text.isEmpty() ? "" : ": ").append(message);
        return remedy.isEmpty() ? text.toString() : text + " " + remedy;
    }
}
