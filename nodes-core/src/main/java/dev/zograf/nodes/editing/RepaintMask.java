package dev.zograf.nodes.editing;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.Masks;

/** The masks of what is repainted, one for each picture: {@code [batch, height, width]}. */
final class RepaintMask {

    private static final float HALF = 0.5f;

    private RepaintMask() {}

    /** A mask in the pictures' size and number, grown by so many pixels around all that is at least one half. */
    static FloatTensor of(Mask mask, Image image, int grow) {
        if (mask.batch() != 1 && mask.batch() != image.batch()) {
            throw new InvalidInputException(
                    "mask",
                    "There are " + mask.batch() + " masks for " + image.batch()
                            + " pictures: give one mask, or one for each.");
        }
        int h = image.height();
        int w = image.width();
        FloatTensor sized =
                Masks.interpolated(mask, h, w).reshape(mask.batch(), h, w).clamp(0, 1);
        float[] out = sized.toArray();
        for (int i = 0; i < mask.batch() && grow > 0; i++) {
            boolean[] covered = new boolean[h * w];
            for (int j = 0; j < covered.length; j++) {
                covered[j] = sized.at(i * h * w + j) >= HALF;
            }
            float[] away = Distances.to(covered, w, h);
            for (int j = 0; j < covered.length; j++) {
                out[i * h * w + j] = away[j] <= grow ? 1 : out[i * h * w + j];
            }
        }
        return FloatTensor.wrap(out, mask.batch(), h, w).repeatTo(image.batch());
    }

    /** The masks rising from 0 outside to their values so many pixels inside; the border of the picture is no edge. */
    static FloatTensor faded(FloatTensor mask, int blend) {
        int area = mask.dim(1) * mask.dim(2);
        float[] out = mask.toArray();
        for (int i = 0; i < mask.dim(0) && blend > 0; i++) {
            boolean[] outside = new boolean[area];
            for (int j = 0; j < area; j++) {
                outside[j] = mask.at(i * area + j) <= 0;
            }
            float[] away = Distances.to(outside, mask.dim(2), mask.dim(1));
            for (int j = 0; j < area; j++) {
                out[i * area + j] *= Math.min(1, away[j] / (blend + 1));
            }
        }
        return FloatTensor.wrap(out, mask.shape());
    }
}
