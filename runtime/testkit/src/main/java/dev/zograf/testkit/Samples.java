package dev.zograf.testkit;

import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import java.util.Random;

/** Small values to test nodes with; the same each time. */
public final class Samples {

    private Samples() {}

    /** A picture whose red grows to the right, whose green grows downwards and whose blue is a half. */
    public static Image gradient(int width, int height) {
        float[] pixels = new float[3 * width * height];
        int area = width * height;
        for (int i = 0; i < area; i++) {
            pixels[i] = (i % width) / (float) Math.max(1, width - 1);
            pixels[area + i] = (i / width) / (float) Math.max(1, height - 1);
            pixels[2 * area + i] = 0.5f;
        }
        return Image.of(FloatTensor.wrap(pixels, 1, 3, height, width));
    }

    /** Pictures of random colours. */
    public static Image noise(int batch, int width, int height, long seed) {
        return Image.of(uniform(seed, batch, 3, height, width));
    }

    /** A mask that is 1 in the right half. */
    public static Mask rightHalf(int width, int height) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % width >= width / 2 ? 1 : 0;
        }
        return Mask.of(FloatTensor.wrap(values, 1, height, width));
    }

    /** Latents of standard normal numbers. */
    public static Latent latent(int batch, int channels, int height, int width, long seed) {
        return Latent.of(normal(seed, batch, channels, height, width));
    }

    /** Conditioning of standard normal numbers. */
    public static Conditioning conditioning(int batch, int tokens, int width, long seed) {
        return Conditioning.of(normal(seed, batch, tokens, width));
    }

    /** Numbers from 0 to 1. */
    public static FloatTensor uniform(long seed, int... shape) {
        Random random = new Random(seed);
        return FloatTensor.zeros(shape).map(zero -> random.nextFloat());
    }

    /** Standard normal numbers. */
    public static FloatTensor normal(long seed, int... shape) {
        Random random = new Random(seed);
        return FloatTensor.zeros(shape).map(zero -> random.nextGaussian());
    }
}
