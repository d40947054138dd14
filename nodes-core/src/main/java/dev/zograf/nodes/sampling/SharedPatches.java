package dev.zograf.nodes.sampling;

import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Region;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Attaches what is {@linkplain NetworkPatch#isForBothSides for both sides} to what guidance leads away from. Parts for areas have no part in
 * it; where there are several others, the patches of the first go to the first, and where they run out of partners they begin anew, so that
 * the last counts, as ComfyUI has it.
 */
final class SharedPatches {

    private SharedPatches() {}

    /** The negative side with the patches of the positive one; of a kind of which it has some itself, with its own alone. */
    static Conditioning onto(Conditioning negative, Conditioning positive) {
        Set<Class<?>> kinds = new LinkedHashSet<>();
        positive.parts()
                .forEach(part -> Patches.of(part).stream()
                        .filter(NetworkPatch::isForBothSides)
                        .forEach(patch -> kinds.add(patch.getClass())));
        Conditioning out = negative;
        for (Class<?> kind : kinds) {
            out = onto(out, positive, kind);
        }
        return out;
    }

    private static Conditioning onto(Conditioning negative, Conditioning positive, Class<?> kind) {
        List<Conditioning> parts = new ArrayList<>(negative.parts());
        List<Integer> without = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (isWhole(parts.get(i))) {
                if (Patches.of(parts.get(i)).stream().anyMatch(kind::isInstance)) {
                    return negative;
                }
                without.add(i);
            }
        }
        List<List<NetworkPatch>> given = positive.parts().stream()
                .filter(SharedPatches::isWhole)
                .map(part -> Patches.of(part).stream()
                        .filter(patch -> kind.isInstance(patch) && patch.isForBothSides())
                        .toList())
                .filter(patches -> !patches.isEmpty())
                .toList();
        List<Conditioning> before = List.copyOf(parts);
        for (int i = 0; i < given.size() && !without.isEmpty(); i++) {
            int at = without.get(i % without.size());
            Conditioning part = before.get(at);
            for (NetworkPatch patch : given.get(i)) {
                part = Patches.attach(part, patch);
            }
            parts.set(at, part);
        }
        return Conditioning.combine(parts);
    }

    private static boolean isWhole(Conditioning part) {
        return Region.of(part).area().isEmpty();
    }
}
