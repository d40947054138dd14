package dev.zograf.models;

import dev.zograf.api.BadFileException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much something counts in parts of a U-Net: names of scopes, such as {@code up_blocks.0.attentions.1} or {@code mid_block}, with
 * numbers. The longest name that holds a place counts, and 1 where there is none.
 */
public record BlockShares(Map<String, Double> named) {

    /** Copies the map. */
    public BlockShares {
        named = Map.copyOf(named);
    }

    /** How much it counts at a place. */
    double at(String place) {
        return named.entrySet().stream()
                .filter(each -> holds(each.getKey(), place))
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElse(1.0);
    }

    /**
     * Checks that each name holds one of the attentions to the text.
     *
     * @param file of the adapter
     * @throws BadFileException naming one that does not, and what there is
     */
    void requireIn(List<String> attentions, String file) {
        for (String name : named.keySet()) {
            if (attentions.stream().noneMatch(place -> holds(name, place))) {
                throw new BadFileException(
                        file,
                        "The model has no attention to the text in \"" + name
                                + "\", which \"blocks\" names; it has some in "
                                + attentions.stream()
                                        .map(place -> place.replaceFirst("\\.transformer_blocks.*", ""))
                                        .distinct()
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
    }

    private static boolean holds(String name, String place) {
        return place.equals(name) || place.startsWith(name + ".");
    }
}
