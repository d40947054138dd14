package dev.zograf.nodes.flow;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;

/** Joins truth values. */
@Doc("Joins truth values to one.")
@NodeType(id = "logic", title = "Logic", category = "flow/logic")
public final class Logic implements Node<Logic.In, Logic.Out> {

    /** The values, and how to join them. */
    public record In(
            @Doc("The truth values.") List<Boolean> values,

            @Doc("How many of them must be true; \"none\" of a single value is its opposite.") @Default("all")
            LogicOperation operation) {}

    /** The one. */
    public record Out(@Doc("Whether it holds.") boolean result) {}

    @Override
    public Out run(In in, RunContext ctx) {
        long held = in.values().stream().filter(b -> b).count();
        return new Out(
                switch (in.operation()) {
                    case ALL -> held == in.values().size();
                    case ANY -> held > 0;
                    case NONE -> held == 0;
                    case ONE -> held == 1;
                });
    }
}
