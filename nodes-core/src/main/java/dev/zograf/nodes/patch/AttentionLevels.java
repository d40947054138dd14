package dev.zograf.nodes.patch;

import dev.zograf.api.InvalidInputException;
import dev.zograf.models.UnetLevels;
import dev.zograf.tensor.Weights;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which levels of a U-Net attend. */
final class AttentionLevels {

    private AttentionLevels() {}

    /** Those that attend, up to a coarsest one. */
    static SortedSet<Integer> attending(Weights unet, int coarsest) {
        UnetLevels levels = UnetLevels.of(unet);
        SortedSet<Integer> out = new TreeSet<>();
        for (String name : unet.names()) {
            if (name.contains(".attentions.") && levels.at(name) <= coarsest) {
                out.add(levels.at(name));
            }
        }
        return out;
    }

    /**
     * As {@link #attending}, one at least.
     *
     * @throws InvalidInputException if there is none
     */
    static SortedSet<Integer> requireAttending(Weights unet, int depth) {
        SortedSet<Integer> levels = attending(unet, depth);
        if (levels.isEmpty()) {
            SortedSet<Integer> all = attending(unet, Integer.MAX_VALUE);
            throw all.isEmpty()
                    ? new InvalidInputException(
                            "model", "No layer of this model attends, so that nothing can be changed.")
                    : new InvalidInputException(
                            "depth", "This model attends from depth " + all.first() + " on: give that or more.");
        }
        return levels;
    }
}
