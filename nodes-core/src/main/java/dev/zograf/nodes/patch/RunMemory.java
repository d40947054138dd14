package dev.zograf.nodes.patch;

import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.PatchMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What patches remember in one sampling run, kept apart for each series of evaluations. Evaluations of the same key are of one series if
 * they are at different moments; of several at one moment the first goes on with the first series, the second with the second.
 */
final class RunMemory {

    /** A series that was not asked for during so many evaluations of the sampler has nothing left that is worth its memory. */
    private static final int IDLE = 16;

    private final Map<List<Object>, List<Series>> all = new HashMap<>();
    private int now;

    private static final class Series {
        private final List<Optional<PatchMemory>> memories;
        private int asked = -1;

        Series(List<NetworkPatch> patches) {
            memories = patches.stream().map(NetworkPatch::memory).toList();
        }
    }

    /**
     * The memories of the series that goes on, for each patch that has one.
     *
     * @param key equal for evaluations of one series, and only for equal lists of patches
     * @param call the number of the sampler's evaluation
     */
    synchronized List<Optional<PatchMemory>> at(List<Object> key, int call, List<NetworkPatch> patches) {
        if (call != now) {
            now = call;
            all.values().forEach(alike -> alike.removeIf(each -> each.asked < call - IDLE));
            all.values().removeIf(List::isEmpty);
        }
        List<Series> alike = all.computeIfAbsent(key, k -> new ArrayList<>());
        Series next = alike.stream()
                .filter(each -> each.asked != call)
                .findFirst()
                .orElseGet(() -> {
                    Series made = new Series(patches);
                    alike.add(made);
                    return made;
                });
        next.asked = call;
        return next.memories;
    }
}
