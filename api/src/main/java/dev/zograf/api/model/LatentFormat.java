package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;
import java.util.Optional;

/** How a denoiser's latents relate to the VAE's: the number of channels, the shrink factor, and an affine map. */
public final class LatentFormat {

    private final int channels;
    private final int factor;
    private final double scale;
    private final double shift;
    private final Optional<LatentColours> colours;

    private LatentFormat(int channels, int factor, double scale, double shift, Optional<LatentColours> colours) {
        this.channels = channels;
        this.factor = factor;
        this.scale = scale;
        this.shift = shift;
        this.colours = colours;
    }

    /**
     * A format.
     *
     * @param channels of a latent
     * @param factor pixels of the picture to one latent pixel, along each side
     * @param scale the VAE's {@code scaling_factor}
     * @param shift the VAE's {@code shift_factor}
     */
    public static LatentFormat of(int channels, int factor, double scale, double shift) {
        return new LatentFormat(channels, factor, scale, shift, Optional.empty());
    }

    /**
     * The same, saying which colours the latents roughly have, for previews.
     *
     * @throws IllegalArgumentException if they are for another number of channels
     */
    public LatentFormat withColours(LatentColours rough) {
        if (rough.channels() != channels) {
            throw new IllegalArgumentException(
                    "Colours for " + rough.channels() + " channels do not go with latents of " + channels + ".");
        }
        return new LatentFormat(channels, factor, scale, shift, Optional.of(rough));
    }

    /** Channels of a latent. */
    public int channels() {
        return channels;
    }

    /** Pixels of the picture to one latent pixel, along each side. */
    public int factor() {
        return factor;
    }

    /** The VAE's {@code scaling_factor}. */
    public double scale() {
        return scale;
    }

    /** Which colours the latents roughly have, if the model says so. */
    public Optional<LatentColours> colours() {
        return colours;
    }

    /** From the VAE's space to the denoiser's: {@code (x - shift) * scale}. */
    public FloatTensor toDenoiser(FloatTensor x) {
        return x.map(a -> (a - shift) * scale);
    }

    /** From the denoiser's space to the VAE's: {@code x / scale + shift}. */
    public FloatTensor fromDenoiser(FloatTensor x) {
        return x.map(a -> a / scale + shift);
    }
}
