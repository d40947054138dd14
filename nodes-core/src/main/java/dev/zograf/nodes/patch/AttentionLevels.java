package dev.zograf.nodes.patch;

import dev.zograf.api.InvalidInputException;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The resolutions of a U-Net, counted from 0, the finest, each half of the one before, and which of them attend. */
final class AttentionLevels {

    private AttentionLevels() {}

    /** How many resolutions there are. */
    static int count(Weights unet) {
        return unet.all("down_blocks").size();
    }

    /** That of a place such as {@code up_blocks.1.attentions.0}. */
    static int of(String place, int levels) {
        String[] parts = place.split("\\.", 3);
        return switch (parts[0]) {
            case "down_blocks" -> Integer.parseInt(parts[1]);
            case "up_blocks" -> levels - 1 - Integer.parseInt(parts[1]);
            default -> levels - 1;
        };
    }

    /** Those that attend, up to a coarsest one. */
    static SortedSet<Integer> attending(Weights unet, int coarsest) {
        int levels = count(unet);
        SortedSet<Integer> out = new TreeSet<>();
        for (String name : unet.names()) {
            if (name.contains(".attentions.") && of(name, levels) <= coarsest) {
                out.add(of(name, levels));
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

    /** The sides of each of these levels for a latent of the shape {@code [batch, channels, h, w]}, heights first. */
    static List<int[]> sides(int[] shape, int levels) {
        List<int[]> out = new ArrayList<>();
        int height = shape[2];
        int width = shape[3];
        for (int i = 0; i < levels; i++) {
            out.add(new int[] {height, width});
            height = (height + 1) / 2;
            width = (width + 1) / 2;
        }
        return out;
    }
}
