package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a denoiser's latents relate to the VAE's: the number of channels, the shrink factor, and an affine map, one for all channels or one
 * for each. Immutable.
 */
public final class LatentFormat {

    private final int channels;
    private final int factor;
    private final double[] scales;
    private final double[] shifts;
    private final Optional<LatentColours> colours;

    /**
     * @param scales one for all channels, or one for each
     * @param shifts as many
     */
    private LatentFormat(int channels, int factor, double[] scales, double[] shifts, Optional<LatentColours> colours) {
        this.channels = channels;
        this.factor = factor;
        this.scales = scales;
        this.shifts = shifts;
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
        return new LatentFormat(channels, factor, new double[] {scale}, new double[] {shift}, Optional.empty());
    }

    /**
     * A format whose channels are each brought to mean 0 and deviation 1, as Wan's and Qwen-Image's are.
     *
     * @param factor pixels of the picture to one latent pixel, along each side
     * @param means the VAE's {@code latents_mean}, a number for each channel
     * @param deviations the VAE's {@code latents_std}, as many
     * @throws IllegalArgumentException if they are not as many, or a deviation is not above 0
     */
    public static LatentFormat normalized(int factor, double[] means, double[] deviations) {
        if (means.length != deviations.length) {
            throw new IllegalArgumentException(
                    "There are " + means.length + " means, but " + deviations.length + " deviations.");
        }
        if (Arrays.stream(deviations).anyMatch(deviation -> !(deviation > 0))) {
            throw new IllegalArgumentException("A deviation is above 0, not so " + Arrays.toString(deviations) + ".");
        }
        double[] scales =
                Arrays.stream(deviations).map(deviation -> 1 / deviation).toArray();
        return new LatentFormat(means.length, factor, scales, means.clone(), Optional.empty());
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
        return new LatentFormat(channels, factor, scales, shifts, Optional.of(rough));
    }

    /** Channels of a latent. */
    public int channels() {
        return channels;
    }

    /** Pixels of the picture to one latent pixel, along each side. */
    public int factor() {
        return factor;
    }

    /** The VAE's {@code scaling_factor}; 1 where each channel has its own, see {@link #scaled}. */
    public double scale() {
        return scales.length == 1 ? scales[0] : 1;
    }

    /** Which colours the latents roughly have, if the model says so. */
    public Optional<LatentColours> colours() {
        return colours;
    }

    /**
     * From the VAE's space to the denoiser's: {@code (x - shift) * scale}.
     *
     * @param x {@code [batch, channels, h, w]}
     */
    public FloatTensor toDenoiser(FloatTensor x) {
        return map(x, (a, scale, shift) -> (a - shift) * scale);
    }

    /**
     * From the denoiser's space to the VAE's: {@code x / scale + shift}.
     *
     * @param x {@code [batch, channels, h, w]}
     */
    public FloatTensor fromDenoiser(FloatTensor x) {
        return map(x, (a, scale, shift) -> a / scale + shift);
    }

    /**
     * Only scaled as the denoiser has it, not shifted: {@code x * scale}.
     *
     * @param x {@code [batch, channels, h, w]}
     */
    public FloatTensor scaled(FloatTensor x) {
        return map(x, (a, scale, shift) -> a * scale);
    }

    private interface Affine {

        double of(double x, double scale, double shift);
    }

    private FloatTensor map(FloatTensor x, Affine affine) {
        if (scales.length == 1) {
            return x.map(a -> affine.of(a, scales[0], shifts[0]));
        }
        if (x.rank() != 4 || x.dim(1) != channels) {
            throw new IllegalArgumentException(
                    "Latents of " + channels + " channels are [batch, " + channels + ", h, w], but this is " + x + ".");
        }
        int area = x.dim(2) * x.dim(3);
        float[] out = x.toArray();
        for (int i = 0; i < out.length; i++) {
            int channel = i / area % channels;
            out[i] = (float) affine.of(out[i], scales[channel], shifts[channel]);
        }
        return FloatTensor.wrap(out, x.shape());
    }
}
