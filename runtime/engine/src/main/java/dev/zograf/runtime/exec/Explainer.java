package dev.zograf.runtime.exec;

import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.plan.Argument;
import dev.zograf.runtime.plan.ContentKey;
import dev.zograf.runtime.plan.PlannedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Says why a node runs, by comparing its inputs with those of its last run in this engine. Thread-safe. */
final class Explainer {

    /** How many nodes at least are remembered, those that ran last. */
    private static final int REMEMBERED = 20_000;

    /** What a node was made from when it last ran: hashes by input only, so that nothing large is held. */
    private record Seen(Optional<ContentKey> key, int[] inputs) {}

    private record Place(String id, String type, int version) {}

    private final Recent<Place, Seen> last = new Recent<>(REMEMBERED);

    /** The reason as the end of "It ran because …". */
    String why(String id, PlannedNode node, Optional<ContentKey> key, IntFunction<Optional<ContentKey>> keys) {
        if (node.effect()) {
            return "it acts on the outside world";
        }
        if (!node.schema().pure()) {
            return "its result may differ each time";
        }
        List<PortSchema> ports = node.schema().inputs();
        int[] inputs = new int[ports.size()];
        for (int i = 0; i < inputs.length; i++) {
            Argument argument = node.arguments().get(ports.get(i).name());
            inputs[i] = argument == null ? 0 : hash(argument, keys);
        }
        Seen before = last.put(new Place(id, node.schema().id(), node.schema().version()), new Seen(key, inputs));
        if (key.isEmpty()) {
            return "what flows into it cannot be kept";
        }
        if (before == null) {
            return "it has not run before";
        }
        if (before.key().equals(key)) {
            return "its result was dropped to save memory";
        }
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] != before.inputs()[i]) {
                changed.add(ports.get(i).name());
            }
        }
        return changed.isEmpty()
                ? "a file that it reads has changed"
                : String.join(", ", changed) + (changed.size() == 1 ? " has changed" : " have changed");
    }

    private static int hash(Argument argument, IntFunction<Optional<ContentKey>> keys) {
        if (argument instanceof Argument.Link link) {
            return 31 * keys.apply(link.node()).hashCode() + link.output();
        }
        if (argument instanceof Argument.Given given) {
            return given.origin().hashCode();
        }
        if (argument instanceof Argument.Outer outer) {
            return outer.origin().hashCode();
        }
        if (argument instanceof Argument.Several several) {
            int hash = 7;
            for (Argument a : several.arguments()) {
                hash = 31 * hash + hash(a, keys);
            }
            return hash;
        }
        if (argument instanceof Argument.Named named) {
            int hash = 11;
            for (Map.Entry<String, Argument> entry : named.arguments().entrySet()) {
                hash = 31 * (31 * hash + entry.getKey().hashCode()) + hash(entry.getValue(), keys);
            }
            return hash;
        }
        return argument.hashCode();
    }
}
