package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.image.PillowResize;
import dev.zograf.nodes.latent.Masks;
import java.util.Optional;

/**
 * A control picture, or one for each latent.
 *
 * @param repaint where it is not known, as ControlNets for inpainting were trained: these pixels are -1 in all channels
 */
public record ControlPicture(Image image, Optional<Mask> repaint) {

    private static final double HALF = 0.5;

    /** The batches must fit. */
    public ControlPicture {
        repaint.filter(mask -> image.batch() % mask.batch() != 0).ifPresent(mask -> {
            throw new InvalidInputException(
                    "mask",
                    "There are " + mask.batch() + " masks for " + image.batch()
                            + " control pictures: give one mask, or one for each.");
        });
    }

    /** A picture that is known all over. */
    public static ControlPicture of(Image image) {
        return new ControlPicture(image, Optional.empty());
    }

    /** How many pictures. */
    int batch() {
        return image.batch();
    }

    /** {@code [batch, 3, height, width]}, resized by a Lanczos filter on 8-bit levels, as diffusers does it. */
    FloatTensor pixels(int height, int width) {
        return pixels(height, width, -1);
    }

    /** The same with black where it is not known. */
    FloatTensor blackened(int height, int width) {
        return pixels(height, width, 0);
    }

    private FloatTensor pixels(int height, int width, float unknown) {
        FloatTensor known = PillowResize.LANCZOS.resize(image, width, height).pixels();
        return repaint.map(mask ->
                        covered(known, Masks.resized(mask, height, width).repeatTo(batch()), unknown))
                .orElse(known);
    }

    private static FloatTensor covered(FloatTensor pixels, FloatTensor mask, float unknown) {
        int area = pixels.dim(2) * pixels.dim(3);
        float[] out = pixels.toArray();
        for (int i = 0; i < out.length; i++) {
            int picture = i / (pixels.dim(1) * area);
            out[i] = mask.at(picture * area + i % area) > HALF ? unknown : out[i];
        }
        return FloatTensor.wrap(out, pixels.shape());
    }
}
