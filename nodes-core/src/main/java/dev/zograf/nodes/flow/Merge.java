package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;
import java.util.Optional;

/**
 * Brings branches together of which some came to nothing.
 *
 * @param <T> of the values
 */
@Doc("Takes the first of several values that is there: it brings branches together of which some came to nothing.")
@NodeType(id = "merge", title = "Merge", category = "flow")
public final class Merge<T> implements Node<Merge.In<T>, Merge.Out<T>> {

    /** The branches. */
    public record In<T>(
            @Doc("What the branches give, some of it perhaps nothing.")
            List<T> values) {}

    /** One of them. */
    public record Out<T>(
            @Doc("The first value that is there; nothing if none is.")
            Optional<T> value) {}

    @Override
    public Out<T> run(In<T> in, RunContext ctx) {
        return new Out<>(in.values().stream().findFirst());
    }
}
