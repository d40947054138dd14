package dev.zograf.nodes.flow;

import dev.zograf.api.Doc;
import dev.zograf.api.Lazy;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.Optional;

/**
 * Lets a value pass or gives nothing, so that the nodes behind it are left out.
 *
 * @param <T> of the value
 */
@Doc("Lets a value pass, or gives nothing: nodes that need it are then left out, and the value is not computed.")
@NodeType(id = "gate", title = "Gate", category = "flow")
public final class Gate<T> implements Node<Gate.In<T>, Gate.Out<T>> {

    /** What may pass, and whether it does. */
    public record In<T>(
            @Doc("Whether the value passes.") boolean open,
            @Doc("Computed only if it passes.") Lazy<T> value) {}

    /** The value, perhaps. */
    public record Out<T>(
            @Doc("The value; nothing if the gate is closed.")
            Optional<T> value) {}

    @Override
    public Out<T> run(In<T> in, RunContext ctx) throws Exception {
        return new Out<>(in.open() ? Optional.of(in.value().get()) : Optional.empty());
    }
}
