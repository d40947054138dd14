package dev.zograf.nodes.latent;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What nodes on latents have in common. */
final class Latents {

    private static final int USUAL_FACTOR = 8;

    private Latents() {}

    /** How many pixels of a picture one of a latent stands for, along each side. */
    static int factor(Optional<Vae> vae) {
        return vae.map(each -> each.latentFormat().factor()).orElse(USUAL_FACTOR);
    }

    /**
     * Other samples in place of a latent's, of as many entries: a latent that is empty stays so.
     *
     * @param mask what becomes of its mask
     */
    static Latent with(Latent latent, FloatTensor samples, UnaryOperator<Mask> mask) {
        Latent bare = latent.isEmpty()
                ? Latent.empty(samples.dim(0), samples.dim(1), samples.dim(2), samples.dim(3))
                : Latent.of(samples);
        Latent out = latent.entries().map(bare::withEntries).orElse(bare);
        return latent.mask().map(mask).map(out::withMask).orElse(out);
    }

    /** A picture's samples in place of a latent's, with its mask and entries. */
    static Latent painted(Latent latent, FloatTensor samples) {
        Latent bare = Latent.of(samples);
        Latent out = latent.entries().map(bare::withEntries).orElse(bare);
        return latent.mask().map(out::withMask).orElse(out);
    }

    /**
     * The samples of a latent in the shape of another's: the middle, resized, and as many entries.
     *
     * @param input what messages call the latent
     */
    static FloatTensor like(FloatTensor samples, FloatTensor other, Interpolation method, String input) {
        requireChannels(samples, other, input);
        boolean same = samples.dim(2) == other.dim(2) && samples.dim(3) == other.dim(3);
        FloatTensor sized = same ? samples : method.resizeMiddle(samples, other.dim(2), other.dim(3));
        return Masks.repeated(sized, other.dim(0));
    }

    /** Latents of different models do not mix. */
    static void requireChannels(FloatTensor samples, FloatTensor other, String input) {
        if (samples.dim(1) != other.dim(1)) {
            throw new InvalidInputException(
                    input,
                    "This latent has " + samples.dim(1) + " channels, the other " + other.dim(1)
                            + ": they are of different models; decode one and encode it with the other's VAE.");
        }
    }

    /** A mask as planes that can be cut like latents, {@code [batch, 1, h, w]}, and back. */
    static Mask mapMask(Mask mask, UnaryOperator<FloatTensor> change) {
        FloatTensor changed = change.apply(mask.values().reshape(mask.batch(), 1, mask.height(), mask.width()));
        return Mask.of(changed.reshape(changed.dim(0), changed.dim(2), changed.dim(3)));
    }
}
