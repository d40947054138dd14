package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Lazy;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import java.util.List;

/**
 * Computes one of several branches.
 *
 * @param <T> of what the branches give
 */
@Doc("Computes one of several branches, and the others not at all.")
@NodeType(id = "select", title = "Select", category = "flow")
public final class Select<T> implements Node<Select.In<T>, Select.Out<T>> {

    /** Which one of what. */
    public record In<T>(
            @Doc("Which branch to compute, counted from 0.") @Range(min = 0, max = Integer.MAX_VALUE)
            int index,

            @Doc("The branches.") List<Lazy<T>> values) {}

    /** What the branch gave. */
    public record Out<T>(
            @Doc("What the chosen branch gave.") T value) {}

    @Override
    public Out<T> run(In<T> in, RunContext ctx) throws Exception {
        if (in.index() >= in.values().size()) {
            throw new InvalidInputException(
                    "index",
                    "There is no branch " + in.index() + "; there are "
                            + in.values().size() + ", counted from 0.");
        }
        return new Out<>(in.values().get(in.index()).get());
    }
}
