package dev.zograf.runtime.comfy;

import dev.zograf.runtime.json.Place;
import dev.zograf.runtime.json.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which values of an import are lists. In ComfyUI a node that is given a list runs once for each entry, and what comes out is a list again;
 * of two lists the shorter one repeats its last entry. Here a node says so by {@code each}, and its lists are of one length.
 */
final class Lists {

    private static final Value NOTHING = new Value.Literal("", Place.NONE);

    /** The node of ComfyUI that a list comes from in the end, by the output of ours: lists of one origin are of one length. */
    private final Map<Value.Reference, String> outputs = new HashMap<>();

    /** The same for nodes of ours all of whose outputs are lists. */
    private final Map<String, String> nodes = new HashMap<>();

    /** Notes that an output is a list. */
    void add(Value value, String origin) {
        if (value instanceof Value.Reference reference) {
            outputs.put(bare(reference), origin);
        }
    }

    /** Gives lists as they are, in place of an array of one list. No node runs for each entry. */
    Map<String, List<String>> whole(Map<String, Map<String, Value>> inputs) {
        inputs.values()
                .forEach(in -> in.replaceAll((port, value) -> value instanceof Value.Several several
                                && several.values().size() == 1
                                && origin(several.values().get(0)).isPresent()
                        ? several.values().get(0)
                        : value));
        return Map.of();
    }

    /**
     * The inputs for each entry of which a node runs, by the node's id.
     *
     * @param inputs of the nodes that stand for one of ComfyUI, which may take one another's outputs
     * @param lose is told what cannot be said here
     */
    Map<String, List<String>> oneByOne(Map<String, Map<String, Value>> inputs, Consumer<String> lose) {
        Map<String, List<String>> each = new LinkedHashMap<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, Map<String, Value>> node : inputs.entrySet()) {
                List<String> ports = new ArrayList<>();
                node.getValue().forEach((port, value) -> {
                    if (origin(value).isPresent()) {
                        ports.add(port);
                        nodes.putIfAbsent(node.getKey(), origin(value).get());
                    }
                });
                more |= !ports.isEmpty() && !ports.equals(each.put(node.getKey(), ports));
            }
        }
        each.forEach((node, ports) -> {
            Map<String, Value> in = inputs.getOrDefault(node, Map.of());
            if (ports.stream()
                            .map(port -> origin(in.getOrDefault(port, NOTHING)))
                            .distinct()
                            .count()
                    > 1) {
                lose.accept("Two of its inputs are lists that may be of different lengths.");
            }
        });
        if (inputs.values().stream().flatMap(in -> in.values().stream()).anyMatch(this::holdsList)) {
            lose.accept("One of several values that it takes together is a list.");
        }
        return each;
    }

    private boolean holdsList(Value value) {
        return value instanceof Value.Several several
                && several.values().stream()
                        .anyMatch(inner -> holdsList(inner) || origin(inner).isPresent());
    }

    private Optional<String> origin(Value value) {
        if (!(value instanceof Value.Reference reference) || reference.isInput()) {
            return Optional.empty();
        }
        return Optional.ofNullable(outputs.get(bare(reference)))
                .or(() -> Optional.ofNullable(nodes.get(reference.source())));
    }

    private static Value.Reference bare(Value.Reference reference) {
        return new Value.Reference(reference.source(), reference.port(), Place.NONE);
    }
}
