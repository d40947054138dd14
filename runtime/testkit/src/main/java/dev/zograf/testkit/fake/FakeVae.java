package dev.zograf.testkit.fake;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.model.LatentFormat;
import dev.zograf.api.model.Posterior;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;

/**
 * An autoencoder whose latents are the mean colour of each block of 8×8 pixels, with the mean of the three as fourth channel, and
 * whose pictures are those blocks again.
 */
public final class FakeVae implements Vae {

    private static final int FACTOR = 8;
    private static final int CHANNELS = 4;

    @Override
    public Posterior encode(Image image, RunContext ctx) {
        if (image.width() % FACTOR != 0 || image.height() % FACTOR != 0) {
            throw new InvalidInputException(
                    "image", "A picture of " + image.size() + " cannot be encoded: both sides must be multiples of 8.");
        }
        ctx.throwIfRequested();
        int width = image.width() / FACTOR;
        int height = image.height() / FACTOR;
        int area = width * height;
        float[] means = new float[image.batch() * CHANNELS * area];
        FloatTensor pixels = image.pixels();
        for (int i = 0; i < pixels.size(); i++) {
            int x = i % image.width();
            int y = i / image.width() % image.height();
            int plane = i / (image.width() * image.height());
            int at = (plane / 3 * CHANNELS + plane % 3) * area + y / FACTOR * width + x / FACTOR;
            means[at] += pixels.at(i) / (FACTOR * FACTOR);
        }
        for (int b = 0; b < image.batch(); b++) {
            for (int i = 0; i < area; i++) {
                int at = b * CHANNELS * area + i;
                means[at + 3 * area] = (means[at] + means[at + area] + means[at + 2 * area]) / 3;
            }
        }
        FloatTensor mean = FloatTensor.wrap(means, image.batch(), CHANNELS, height, width);
        return Posterior.of(mean, mean.map(v -> -4));
    }

    @Override
    public Image decode(Latent latent, RunContext ctx) {
        if (latent.samples().dim(1) != CHANNELS) {
            throw new InvalidInputException(
                    "latent", "This VAE decodes " + CHANNELS + " channels, not " + latent.samples() + ".");
        }
        ctx.throwIfRequested();
        int width = latent.samples().dim(3) * FACTOR;
        int height = latent.samples().dim(2) * FACTOR;
        float[] pixels = new float[latent.batch() * 3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % width / FACTOR;
            int y = i / width % height / FACTOR;
            int plane = i / (width * height);
            int row = (plane / 3 * CHANNELS + plane % 3) * (height / FACTOR) + y;
            pixels[i] = Math.min(Math.max(latent.samples().at(row * (width / FACTOR) + x), 0), 1);
        }
        return Image.of(FloatTensor.wrap(pixels, latent.batch(), 3, height, width));
    }

    @Override
    public LatentFormat latentFormat() {
        return LatentFormat.of(CHANNELS, FACTOR, 0.18215, 0);
    }
}
