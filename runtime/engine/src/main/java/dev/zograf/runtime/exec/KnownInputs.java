package dev.zograf.runtime.exec;

import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.ContentKey;
import dev.zograf.runtime.plan.KeyBuilder;
import dev.zograf.runtime.plan.Origin;
import dev.zograf.runtime.plan.PlannedNode;
import java.util.List;
import java.util.Optional;

/** Where the values in a node's inputs came from. */
final class KnownInputs {

    private KnownInputs() {}

    static KnownValues of(Execution execution, int index) {
        KnownValues known = new KnownValues();
        PlannedNode node = execution.plan.nodes().get(index);
        node.arguments().values().forEach(argument -> argument.forEach(a -> add(known, execution, a)));
        return known;
    }

    /** Adds what the node has asked for since. */
    static void addLazy(KnownValues known, Execution execution, int index) {
        PlannedNode node = execution.plan.nodes().get(index);
        if (!node.lazyUpstream().isEmpty()) {
            for (PortSchema port : node.schema().inputs()) {
                Argument argument = node.arguments().get(port.name());
                if (port.lazy() && argument != null) {
                    argument.forEach(a -> add(known, execution, a));
                }
            }
        }
    }

    private static void add(KnownValues known, Execution execution, Argument argument) {
        if (argument instanceof Argument.Given given) {
            add(known, given.value(), given.origin());
        } else if (argument instanceof Argument.Link link) {
            Optional<ContentKey> key = execution.cells[link.node()].key;
            Optional<Object> value = execution.cells[link.node()].peek(link.output());
            if (key.isPresent() && value.isPresent()) {
                add(known, value.get(), new Origin(key.get(), link.output()));
            }
        }
    }

    /**
     * Entries of a list are known by where they came from themselves or by their content, so that it does not matter what stands
     * beside them; by their place only if there is nothing else.
     */
    static void add(KnownValues known, Object value, Origin origin) {
        known.add(value, origin);
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                Optional<Origin> own = list instanceof OriginList origins ? origins.origin(i) : Optional.empty();
                if (own.isPresent()) {
                    known.add(list.get(i), own.get());
                } else if (!KeyBuilder.hashable(list.get(i))) {
                    known.add(list.get(i), new Origin(KeyBuilder.entry(origin, i), 0));
                }
            }
        }
    }
}
