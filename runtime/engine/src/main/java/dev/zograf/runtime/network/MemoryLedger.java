package dev.zograf.runtime.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What networks needed of memory, by estimate: for each its worst moment, and what was chosen because something did not fit. Thread-safe. */
public final class MemoryLedger {

    /**
     * A run of a network.
     *
     * @param network its name
     * @param shapes of its inputs
     * @param weights bytes of its weights as they are loaded
     * @param mapped how many of these are mapped from files, as far as that is known
     * @param loaded bytes of the weights of all networks that are loaded at that moment, its own included
     * @param working bytes that it works with beside them
     * @param leastWeights bytes of its weights if they are loaded in as many parts as can be
     */
    public record Moment(
            String network, String shapes, long weights, long mapped, long loaded, long working, long leastWeights) {

        /** All bytes at that moment. */
        public long total() {
            return loaded + working;
        }

        /** The least that the network can do with: so much of its own weights as must be, and what it works with. */
        public long least() {
            return leastWeights + working;
        }
    }

    private final Map<String, Moment> worst = new LinkedHashMap<>();
    private final Set<String> choices = new LinkedHashSet<>();

    synchronized void ran(Moment moment) {
        worst.merge(moment.network(), moment, (one, other) -> other.total() > one.total() ? other : one);
    }

    synchronized void chose(String choice) {
        choices.add(choice);
    }

    /** The worst moment of each network, in the order in which they first ran. */
    public synchronized List<Moment> moments() {
        return new ArrayList<>(worst.values());
    }

    /** The worst moment of all, unless no network ran. */
    public synchronized Optional<Moment> peak() {
        return worst.values().stream().reduce((one, other) -> other.total() > one.total() ? other : one);
    }

    /** What the most demanding network needs by itself, all others being unloaded. */
    public synchronized long least() {
        return worst.values().stream().mapToLong(Moment::least).max().orElse(0);
    }

    /** What was chosen, in order. */
    public synchronized List<String> choices() {
        return new ArrayList<>(choices);
    }

    /** Without inputs that have no numbers, such as the branches of adapters that are not there. */
    static String shapes(Map<String, int[]> shapes) {
        return shapes.entrySet().stream()
                .filter(each -> Arrays.stream(each.getValue()).noneMatch(size -> size == 0))
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + " " + Arrays.toString(each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
