package dev.zograf.nodes.latent;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.conditioning.BilinearResize;

/** Masks as published inpainting code and node-based interfaces prepare them. */
public final class Masks {

    private Masks() {}

    /** 1 from one half on, 0 below. */
    static Mask rounded(Mask mask) {
        return Mask.of(mask.values().map(v -> v >= 0.5 ? 1 : 0));
    }

    /** The nearest value for each place of another size, counted from the upper left corner: {@code [batch, 1, height, width]}. */
    public static FloatTensor resized(Mask mask, int height, int width) {
        float[] out = new float[mask.batch() * height * width];
        int at = 0;
        for (int b = 0; b < mask.batch(); b++) {
            for (int y = 0; y < height; y++) {
                long row = (long) y * mask.height() / height + (long) b * mask.height();
                for (int x = 0; x < width; x++) {
                    out[at++] = mask.values().at((int) (row * mask.width() + (long) x * mask.width() / width));
                }
            }
        }
        return FloatTensor.wrap(out, mask.batch(), 1, height, width);
    }

    /**
     * All pixels of the mask behind one another, those of a square of {@code factor} pixels in one place, row by row: {@code [batch, factor²,
     * height / factor, width / factor]}.
     */
    public static FloatTensor cells(Mask mask, int factor) {
        int height = mask.height() / factor;
        int width = mask.width() / factor;
        int area = height * width;
        float[] out = new float[mask.batch() * factor * factor * area];
        for (int i = 0; i < out.length; i++) {
            int cell = i / area % (factor * factor);
            int y = i % area / width * factor + cell / factor;
            int x = i % width * factor + cell % factor;
            int picture = i / (area * factor * factor);
            out[i] = mask.values().at((picture * mask.height() + y) * mask.width() + x);
        }
        return FloatTensor.wrap(out, mask.batch(), factor * factor, height, width);
    }

    /** The mask interpolated between its pixels: {@code [batch, 1, height, width]}. */
    public static FloatTensor interpolated(Mask mask, int height, int width) {
        FloatTensor planes = mask.values().reshape(mask.batch(), 1, mask.height(), mask.width());
        return BilinearResize.of(planes, height, width);
    }

    /** The mask by a cubic that may reach beyond 0 and 1, as PyTorch interpolates: {@code [batch, 1, height, width]}. */
    public static FloatTensor cubic(Mask mask, int height, int width) {
        FloatTensor planes = mask.values().reshape(mask.batch(), 1, mask.height(), mask.width());
        return Interpolation.BICUBIC.resize(planes, height, width);
    }

    /** As many entries as a batch has: the first ones, or all again and again. */
    public static FloatTensor repeated(FloatTensor entries, int batch) {
        int there = entries.dim(0);
        int whole = (batch + there - 1) / there * there;
        return entries.repeatTo(whole).slice(0, 0, batch);
    }
}
