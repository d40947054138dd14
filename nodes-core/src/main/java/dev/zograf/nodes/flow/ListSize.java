package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;

/**
 * Counts the entries of a list.
 *
 * @param <T> of the entries
 */
@Doc("Counts the entries of a list.")
@NodeType(id = "list-size", title = "List size", category = "flow/list")
public final class ListSize<T> implements Node<ListSize.In<T>, ListSize.Out> {

    /** The list. */
    public record In<T>(@Doc("The list.") List<T> values) {}

    /** Its size. */
    public record Out(@Doc("How many entries it has.") long size) {}

    @Override
    public Out run(In<T> in, RunContext ctx) {
        return new Out(in.values().size());
    }
}
