package dev.zograf.nodes.control;

import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.nodes.conditioning.Unguided;
import java.util.Optional;

/** What the picture should show and what it should not, as adapters change them. */
record Sides(Conditioning positive, Conditioning negative) {

    /**
     * The two sides.
     *
     * @param negative without it, what an empty prompt would have given; of a model that is led away from nothing, the positive one again
     * @throws dev.zograf.api.InvalidInputException if there is no negative side
     */
    static Sides of(Conditioning positive, Optional<Conditioning> negative) {
        return new Sides(positive, Unguided.negativeOf(positive, negative));
    }

    /** Both with a patch each. */
    Sides with(NetworkPatch forPositive, Optional<NetworkPatch> forNegative) {
        Conditioning towards = Patches.attach(positive, forPositive);
        Conditioning away =
                forNegative.map(patch -> Patches.attach(negative, patch)).orElse(negative);
        return new Sides(
                positive.get(Conditioning.UNCONDITIONAL)
                        .flatMap(nothing -> forNegative.map(patch -> Patches.attach(nothing, patch)))
                        .map(nothing -> towards.with(Conditioning.UNCONDITIONAL, nothing))
                        .orElse(towards),
                away);
    }
}
