package dev.zograf.runtime.json;

/**
 * Where something stands in a JSON text.
 *
 * @param pointer JSON pointer (RFC 6901), empty for the whole document
 * @param line from 1; 0 if it stands in no text
 * @param column from 1; 0 if it stands in no text
 */
public record Place(String pointer, int line, int column) {

    /** The whole of something that was not read from a text. */
    public static final Place NONE = new Place("", 0, 0);

    /** A place inside of this one, on the same line and column. */
    public Place child(String name) {
        return new Place(pointer(name), line, column);
    }

    /** The pointer of a member or entry of what stands here. */
    public String pointer(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
