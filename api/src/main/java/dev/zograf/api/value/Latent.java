package dev.zograf.api.value;

import dev.zograf.api.PortType;
import java.util.List;
import java.util.Optional;

/**
 * Latent pictures: {@code [batch, channels, height/f, width/f]} in the VAE's own space, before the scaling that a denoiser
 * wants (it applies its own {@code LatentFormat}). May carry a mask of what to repaint, in pixels or latent pixels, and which
 * entries of a larger batch it holds.
 */
@PortType("latent")
public final class Latent {

    private final FloatTensor samples;
    private final Optional<Mask> mask;
    private final boolean empty;
    private final Optional<List<Integer>> entries;

    private Latent(FloatTensor samples, Optional<Mask> mask, boolean empty, Optional<List<Integer>> entries) {
        if (samples.rank() != 4 || samples.size() == 0) {
            throw new IllegalArgumentException(
                    "Latents have the shape [batch, channels, height, width], not " + samples + ".");
        }
        this.samples = samples;
        this.mask = mask;
        this.empty = empty;
        this.entries = entries;
    }

    /**
     * Latents from their samples.
     *
     * @throws IllegalArgumentException unless the shape is {@code [batch, channels, height, width]}
     */
    public static Latent of(FloatTensor samples) {
        return new Latent(samples, Optional.empty(), false, Optional.empty());
    }

    /** Zeros that stand for "nothing yet": sampling starts from noise alone. */
    public static Latent empty(int batch, int channels, int height, int width) {
        return new Latent(FloatTensor.zeros(batch, channels, height, width), Optional.empty(), true, Optional.empty());
    }

    /** The same samples with a mask: 1 is repainted, 0 is kept. */
    public Latent withMask(Mask repaint) {
        return new Latent(samples, Optional.of(repaint), empty, entries);
    }

    /** The same samples without a mask. */
    public Latent withoutMask() {
        return new Latent(samples, Optional.empty(), empty, entries);
    }

    /**
     * The same samples, said to be these entries of a larger batch, counted from 0: sampling gives each the noise that it has there, so
     * that one picture of a batch can be painted again alone.
     *
     * @throws IllegalArgumentException unless there is one for each latent, none negative
     */
    public Latent withEntries(List<Integer> ofBatch) {
        if (ofBatch.size() != batch() || ofBatch.stream().anyMatch(entry -> entry < 0)) {
            throw new IllegalArgumentException("The entries " + ofBatch + " are not those of " + batch() + " latents.");
        }
        return new Latent(samples, mask, empty, Optional.of(List.copyOf(ofBatch)));
    }

    /** {@code [batch, channels, height/f, width/f]}. */
    public FloatTensor samples() {
        return samples;
    }

    /** What to repaint; everything if absent. */
    public Optional<Mask> mask() {
        return mask;
    }

    /** Which entries of a larger batch these are, if they are said to be of one. */
    public Optional<List<Integer>> entries() {
        return entries;
    }

    /** Whether there is no picture in it yet. */
    public boolean isEmpty() {
        return empty;
    }

    /** How many latents. */
    public int batch() {
        return samples.dim(0);
    }

    @Override
    public String toString() {
        return "latent " + samples + (mask.isPresent() ? " with mask" : "");
    }
}
