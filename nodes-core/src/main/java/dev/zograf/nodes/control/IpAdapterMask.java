package dev.zograf.nodes.control;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Mask;
import dev.zograf.models.IpAdapterEdit;
import dev.zograf.models.UnetLevels;
import dev.zograf.nodes.latent.Masks;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the pictures of an IP-Adapter count, at each resolution at which the U-Net may look at the text. */
final class IpAdapterMask {

    private final Mask mask;
    private final boolean asDiffusers;
    private final PerSize levels = new PerSize(this::levels);

    /**
     * A mask.
     *
     * @param mask one for all latents, or one for each, of any size
     * @param asDiffusers whether its own proportions tell the sides that it gets, instead of the picture's
     */
    IpAdapterMask(Mask mask, boolean asDiffusers) {
        this.mask = mask;
        this.asDiffusers = asDiffusers;
    }

    /** The masks by the edit's names, {@code [batch, pixels]} each, for a latent of the shape {@code [batch, channels, h, w]}. */
    Map<String, HostTensor> inputs(int[] shape) {
        return levels.of(shape);
    }

    private Map<String, HostTensor> levels(int[] shape) {
        if (shape[0] % mask.batch() != 0) {
            throw new InvalidInputException(
                    "mask",
                    "A batch of " + mask.batch() + " masks does not fit " + shape[0]
                            + " latents: give the input \"mask\" of apply-ip-adapter one mask, or a batch of one for each.");
        }
        Map<String, HostTensor> out = new LinkedHashMap<>();
        for (int[] sides : UnetLevels.sides(shape, IpAdapterEdit.LEVELS)) {
            FloatTensor values = asDiffusers ? laid(sides[0] * sides[1]) : fitted(sides[0], sides[1]);
            out.put(IpAdapterEdit.mask(out.size()), values.repeatTo(shape[0]));
        }
        return out;
    }

    private FloatTensor fitted(int height, int width) {
        return Masks.cubic(mask, height, width).reshape(mask.batch(), height * width);
    }

    /**
     * As diffusers' {@code IPAdapterMaskProcessor.downsample} has it: sides of the mask's own proportions whose product is near the number of
     * pixels, and zeros for the pixels that are left.
     */
    private FloatTensor laid(int pixels) {
        int whole = Math.max(1, (int) Math.sqrt(pixels / ((double) mask.width() / mask.height())));
        int height = whole + (pixels % whole == 0 ? 0 : 1);
        int width = Math.max(1, pixels / height);
        FloatTensor all = fitted(height, width);
        float[] out = new float[mask.batch() * pixels];
        for (int i = 0; i < out.length; i++) {
            int at = i % pixels;
            out[i] = at < height * width ? all.at(i / pixels * height * width + at) : 0;
        }
        return FloatTensor.wrap(out, mask.batch(), pixels);
    }
}
