package dev.zograf.api.model;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.Arrays;

/**
 * A rough look at latents without a VAE: the colour of each latent pixel as a linear function of its channels. Such functions are fitted
 * to what a VAE decodes. Immutable.
 */
public final class LatentColours {

    private final double[][] factors;
    private final double[] bias;

    private LatentColours(double[][] factors, double[] bias) {
        this.factors = factors;
        this.bias = bias;
    }

    /**
     * A linear function.
     *
     * @param factors for each channel what it adds to red, green and blue, which go from 0 to 1
     * @param bias the colour of a latent that is zero
     * @throws IllegalArgumentException unless there are three of each
     */
    public static LatentColours of(double[][] factors, double[] bias) {
        if (bias.length != 3 || Arrays.stream(factors).anyMatch(row -> row.length != 3)) {
            throw new IllegalArgumentException("A colour has three parts.");
        }
        return new LatentColours(Arrays.stream(factors).map(double[]::clone).toArray(double[][]::new), bias.clone());
    }

    /** For how many channels it is. */
    public int channels() {
        return factors.length;
    }

    /**
     * A picture of one pixel for each latent pixel.
     *
     * @param latent {@code [batch, channels, h, w]} as the denoiser has it
     * @throws IllegalArgumentException if it has another number of channels
     */
    public Image of(FloatTensor latent) {
        if (latent.rank() != 4 || latent.dim(1) != factors.length) {
            throw new IllegalArgumentException(
                    "There are colours for " + factors.length + " channels, but the latent is " + latent + ".");
        }
        int batch = latent.dim(0);
        int area = latent.dim(2) * latent.dim(3);
        float[] out = new float[batch * 3 * area];
        for (int i = 0; i < out.length; i++) {
            int entry = i / (3 * area);
            int colour = i / area % 3;
            double sum = bias[colour];
            for (int c = 0; c < factors.length; c++) {
                sum += factors[c][colour] * latent.at((entry * factors.length + c) * area + i % area);
            }
            out[i] = (float) Math.min(Math.max(sum, 0), 1);
        }
        return Image.of(FloatTensor.wrap(out, batch, 3, latent.dim(2), latent.dim(3)));
    }
}
