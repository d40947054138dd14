package dev.zograf.nodes.latent;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;

/** Masks as published inpainting code prepares them. */
public final class Masks {

    private Masks() {}

    /** 1 from one half on, 0 below. */
    static Mask rounded(Mask mask) {
        return Mask.of(mask.values().map(v -> v >= 0.5 ? 1 : 0));
    }

    /** The nearest value for each place of another size, counted from the upper left corner: {@code [batch, 1, height, width]}. */
    public static FloatTensor resized(Mask mask, int height, int width) {
        float[] out = new float[mask.batch() * height * width];
        int at = 0;
        for (int b = 0; b < mask.batch(); b++) {
            for (int y = 0; y < height; y++) {
                long row = (long) y * mask.height() / height + (long) b * mask.height();
                for (int x = 0; x < width; x++) {
                    out[at++] = mask.values().at((int) (row * mask.width() + (long) x * mask.width() / width));
                }
            }
        }
        return FloatTensor.wrap(out, mask.batch(), 1, height, width);
    }
}
