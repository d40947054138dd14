package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The layers of a network by the names of its original code, which joins some of them and has the rows of others in another order. */
final class OriginalLayers {

    private final Weights network;
    private final Map<String, List<LoraPlace>> places = new LinkedHashMap<>();

    OriginalLayers(Weights network) {
        this.network = network;
    }

    /** All that were added, by original names. */
    Map<String, List<LoraPlace>> places() {
        return Collections.unmodifiableMap(places);
    }

    /** Adds a layer that is one there, too, if the network has it. */
    void same(String original, String layer) {
        rows(layer).ifPresent(rows -> places.put(original, List.of(LoraPlace.whole(layer))));
    }

    /** Adds a layer whose second half comes first there. */
    void swapped(String original, String layer) {
        rows(layer).ifPresent(rows -> {
            List<LoraPlace.Rows> order = List.of(new LoraPlace.Rows(rows / 2, rows), new LoraPlace.Rows(0, rows / 2));
            places.put(original, List.of(new LoraPlace(layer, order, rows)));
        });
    }

    /** Adds layers that are one there, their rows one behind the other. */
    void joined(String original, String... layers) {
        long total = 0;
        for (String layer : layers) {
            total += rows(layer).orElse(0L);
        }
        List<LoraPlace> parts = new ArrayList<>();
        long from = 0;
        for (String layer : layers) {
            long to = from + rows(layer).orElse(0L);
            if (to > from) {
                parts.add(new LoraPlace(layer, List.of(new LoraPlace.Rows(from, to)), total));
            }
            from = to;
        }
        if (!parts.isEmpty()) {
            places.put(original, List.copyOf(parts));
        }
    }

    private Optional<Long> rows(String layer) {
        return network.find(layer + ".weight").map(Weight::shape).map(shape -> shape[0]);
    }
}
