package dev.zograf.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a node of an older version becomes one of the next: a list of edits of its inputs and outputs, applied in order.
 *
 * <pre>{@code Migration.of("acme.invert", 1, 2).rename("amount", "strength").drop("legacy")}</pre>
 */
public final class Migration {

    /** One edit of a node in a workflow file. */
    public sealed interface Edit permits Rename, Drop, Set, Split, RenameOutput {}

    /** The input {@code from} is now called {@code to}. */
    public record Rename(String from, String to) implements Edit {}

    /** The input is gone. */
    public record Drop(String input) implements Edit {}

    /** The input gets a literal value (JSON text) where the file has none, so that the old behaviour is kept. */
    public record Set(String input, String json) implements Edit {}

    /** The input is gone; others take over what it said. */
    public record Split(String input, Function<Object, Map<String, Object>> parts) implements Edit {}

    /** The output {@code from} is now called {@code to}. */
    public record RenameOutput(String from, String to) implements Edit {}

    private final String type;
    private final int from;
    private final int to;
    private final List<Edit> edits;

    private Migration(String type, int from, int to, List<Edit> edits) {
        this.type = type;
        this.from = from;
        this.to = to;
        this.edits = List.copyOf(edits);
    }

    /**
     * Starts a migration without edits.
     *
     * @throws IllegalArgumentException unless {@code 1 <= from} and {@code to == from + 1}
     */
    public static Migration of(String type, int from, int to) {
        if (from < 1 || to != from + 1) {
            throw new IllegalArgumentException("A migration of " + type
                    + " goes from one version to the next, not from " + from + " to " + to + ".");
        }
        return new Migration(type, from, to, List.of());
    }

    /** Adds: the input {@code from} is now called {@code to}. */
    public Migration rename(String from, String to) {
        return with(new Rename(from, to));
    }

    /** Adds: the input is gone. */
    public Migration drop(String input) {
        return with(new Drop(input));
    }

    /** Adds: where the file gives no value, the input gets this one (JSON text). */
    public Migration set(String input, String json) {
        return with(new Set(input, json));
    }

    /**
     * Adds: the input is gone, and others take over what it said: {@code split("size", size -> Map.of("width", …, "height", …))}. A
     * link cannot be taken apart; a file that has one there is left as it is, and the place is named.
     *
     * @param parts gives literals by input (texts, numbers, booleans) from the old literal; what it throws is reported with the
     *     place
     */
    public Migration split(String input, Function<Object, Map<String, Object>> parts) {
        return with(new Split(input, parts));
    }

    /** Adds: the output {@code from} is now called {@code to}. */
    public Migration renameOutput(String from, String to) {
        return with(new RenameOutput(from, to));
    }

    private Migration with(Edit edit) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(edit);
        return new Migration(type, from, to, more);
    }

    /** The id of the node type. */
    public String type() {
        return type;
    }

    /** The version that it migrates from. */
    public int from() {
        return from;
    }

    /** The version that it migrates to. */
    public int to() {
        return to;
    }

    /** The edits in order. */
    public List<Edit> edits() {
        return edits;
    }
}
