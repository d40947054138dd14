package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins two lists.
 *
 * @param <T> of the entries
 */
@Doc("Joins two lists to one.")
@NodeType(id = "concat-lists", title = "Concat lists", category = "flow/list")
public final class ConcatLists<T> implements Node<ConcatLists.In<T>, ConcatLists.Out<T>> {

    /** The two. */
    public record In<T>(
            @Doc("The list that comes first, or a single value.")
            List<T> first,

            @Doc("The list that follows, or a single value.")
            List<T> second) {}

    /** Both. */
    public record Out<T>(@Doc("All entries in order.") List<T> values) {}

    @Override
    public Out<T> run(In<T> in, RunContext ctx) {
        List<T> values = new ArrayList<>(in.first());
        values.addAll(in.second());
        return new Out<>(values);
    }
}
