package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;

/**
 * Takes one entry out of a list.
 *
 * @param <T> of the entries
 */
@Doc("Takes one entry out of a list.")
@NodeType(id = "list-item", title = "List item", category = "flow/list")
public final class ListItem<T> implements Node<ListItem.In<T>, ListItem.Out<T>> {

    /** Which entry of what. */
    public record In<T>(
            @Doc("The list.") List<T> values,

            @Doc("Which entry, counted from 0; -1 is the last one.")
            int index) {}

    /** The entry. */
    public record Out<T>(@Doc("The entry.") T value) {}

    @Override
    public Out<T> run(In<T> in, RunContext ctx) {
        int size = in.values().size();
        int index = in.index() < 0 ? in.index() + size : in.index();
        if (index < 0 || index >= size) {
            throw new InvalidInputException(
                    "index", "There is no entry " + in.index() + "; the list has " + size + ", counted from 0.");
        }
        return new Out<>(in.values().get(index));
    }
}
