package dev.zograf.nodes.sampling;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;

/** A rough look at a latent without a VAE: the mean of its channels in grey, one pixel to a latent pixel. */
final class LatentPreview {

    /** Latents have about unit variance: three standard deviations to either side fill the range. */
    private static final double CONTRAST = 1 / 6.0;

    private LatentPreview() {}

    static Image of(FloatTensor latent) {
        int batch = latent.dim(0);
        int channels = latent.dim(1);
        int area = latent.dim(2) * latent.dim(3);
        float[] out = new float[batch * 3 * area];
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < area; i++) {
                double sum = 0;
                for (int c = 0; c < channels; c++) {
                    sum += latent.at((b * channels + c) * area + i);
                }
                float grey = (float) Math.min(Math.max(0.5 + CONTRAST * sum / Math.sqrt(channels), 0), 1);
                for (int c = 0; c < 3; c++) {
                    out[(b * 3 + c) * area + i] = grey;
                }
            }
        }
        return Image.of(FloatTensor.wrap(out, batch, 3, latent.dim(2), latent.dim(3)));
    }
}
