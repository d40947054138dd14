package dev.zograf.api.model;

import dev.zograf.api.value.Conditioning;
import java.util.ArrayList;
import java.util.List;

/**
 * The patches that a conditioning brings to the denoiser's network: a ControlNet with its picture, the tokens of an image prompt.
 * Conditionings with equal edits are evaluated together. Immutable.
 */
public final class Patches {

    /** Where a conditioning keeps them. */
    public static final Conditioning.Key<Patches> KEY = new Conditioning.Key<>("patches", Patches.class);

    private static final Patches NONE = new Patches(List.of());

    private final List<NetworkPatch> all;

    private Patches(List<NetworkPatch> all) {
        this.all = all;
    }

    /** Those of a conditioning's first part, in the order in which they were attached. */
    public static List<NetworkPatch> of(Conditioning conditioning) {
        return conditioning.get(KEY).orElse(NONE).all;
    }

    /** The conditioning with these in place of those that its parts have. */
    public static Conditioning replace(Conditioning conditioning, List<NetworkPatch> patches) {
        return conditioning.with(KEY, new Patches(List.copyOf(patches)));
    }

    /** The conditioning with one more for each of its parts, after those that they have. */
    public static Conditioning attach(Conditioning conditioning, NetworkPatch patch) {
        return conditioning.mapParts(part -> {
            List<NetworkPatch> more = new ArrayList<>(of(part));
            more.add(patch);
            return part.with(KEY, new Patches(List.copyOf(more)));
        });
    }
}
