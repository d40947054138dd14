package dev.zograf.models;

import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The resolutions of a {@link SdUnet}: level 0 is the latent's own, each has half the sides of the one before, rounded up, and the middle is at
 * the last one.
 *
 * @param count how many there are
 */
public record UnetLevels(int count) {

    /** Those of a network with these weights. */
    public static UnetLevels of(Weights unet) {
        return new UnetLevels(unet.all("down_blocks").size());
    }

    /** The level of a place such as {@code up_blocks.1.attentions.0}. */
    public int at(String place) {
        String[] parts = place.split("\\.", 3);
        return switch (parts[0]) {
            case "down_blocks" -> Integer.parseInt(parts[1]);
            case "up_blocks" -> count - 1 - Integer.parseInt(parts[1]);
            default -> count - 1;
        };
    }

    /**
     * Heights and widths of the first levels, in that order.
     *
     * @param latent its shape, {@code [batch, channels, h, w]}
     */
    public static List<int[]> sides(int[] latent, int levels) {
        List<int[]> out = new ArrayList<>();
        int height = latent[2];
        int width = latent[3];
        for (int i = 0; i < levels; i++) {
            out.add(new int[] {height, width});
            height = (height + 1) / 2;
            width = (width + 1) / 2;
        }
        return out;
    }
}
