package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.Lazy;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.Optional;

/**
 * Computes one of two branches.
 *
 * @param <T> of what the branches give
 */
@Doc("Computes one of two branches, and the other one not at all. Without a branch to compute it gives nothing.")
@NodeType(id = "if", title = "If", category = "flow")
public final class If<T> implements Node<If.In<T>, If.Out<T>> {

    /** The condition and the branches. */
    public record In<T>(
            @Doc("Which branch to compute.") boolean condition,
            @Doc("Computed if the condition is true.") Lazy<T> then,

            @Doc("Computed if the condition is false; if it is not given, nothing comes out then.")
            Optional<Lazy<T>> otherwise) {}

    /** What the branch gave. */
    public record Out<T>(
            @Doc("What the chosen branch gave.") Optional<T> value) {}

    @Override
    public Out<T> run(In<T> in, RunContext ctx) throws Exception {
        if (in.condition()) {
            return new Out<>(Optional.of(in.then().get()));
        }
        return new Out<>(
                in.otherwise().isPresent() ? Optional.of(in.otherwise().get().get()) : Optional.empty());
    }
}
