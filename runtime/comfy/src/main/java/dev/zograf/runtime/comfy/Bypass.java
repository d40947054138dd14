package dev.zograf.runtime.comfy;

import dev.zograf.runtime.comfy.EditorGraph.Node;
import dev.zograf.runtime.comfy.EditorGraph.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which link a node that is bypassed passes on in the place of one of its outputs: that of the input at the same place if it is of the type,
 * else that of the first input of the same type, else that of the first whose type fits.
 */
final class Bypass {

    private Bypass() {}

    /**
     * The link; empty if no input fits, or the one that does has none.
     *
     * @param slot of the output
     * @param wanted the type of the input that the output leads to
     */
    static Optional<String> link(Node node, int slot, String wanted) {
        List<Slot> inputs = node.inputs();
        String given = slot < node.outputs().size() ? node.outputs().get(slot).type() : wanted;
        Predicate<Slot> fits = input -> fit(input.type(), given) && fit(input.type(), wanted);
        Optional<Slot> opposite = slot < inputs.size() ? Optional.of(inputs.get(slot)) : Optional.empty();
        if (isAny(wanted)) {
            return opposite.or(() -> inputs.stream().findFirst()).flatMap(Slot::link);
        }
        return opposite.filter(fits)
                .or(() -> inputs.stream()
                        .filter(input -> input.type().equals(wanted))
                        .findFirst())
                .or(() -> inputs.stream().filter(fits).findFirst())
                .flatMap(Slot::link);
    }

    /** Whether what is of one type may be of the other: a type may be a list of several, and a star is any. */
    private static boolean fit(String one, String other) {
        if (isAny(one) || isAny(other)) {
            return true;
        }
        List<String> others = Arrays.asList(other.split(",", -1));
        return Arrays.stream(one.split(",", -1)).anyMatch(others::contains);
    }

    private static boolean isAny(String type) {
        return type.isEmpty() || type.equals("*");
    }
}
