package dev.zograf.contrib.filters.pixels;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;

/** Pictures and masks number by number; what comes out is clipped to 0 to 1. */
public final class Pixels {

    private static final int PATIENCE = 1 << 16;

    private Pixels() {}

    /** Changes the red, green and blue of a pixel in place. */
    @FunctionalInterface
    public interface Filter {
        /** Reads and writes three numbers. */
        void apply(float[] rgb);
    }

    /** A number of the red, green and blue of a pixel. */
    @FunctionalInterface
    public interface Measure {
        /** Reads three numbers. */
        double of(float[] rgb);
    }

    /** Each pixel filtered, with progress after each picture. */
    public static Image map(Image image, RunContext ctx, Filter filter) {
        FloatTensor pixels = image.pixels();
        int area = image.width() * image.height();
        float[] out = new float[pixels.size()];
        float[] rgb = new float[3];
        for (int b = 0; b < image.batch(); b++) {
            for (int i = 0; i < area; i++) {
                read(pixels, b, area, i, rgb, ctx);
                filter.apply(rgb);
                for (int c = 0; c < 3; c++) {
                    out[(b * 3 + c) * area + i] = clip(rgb[c]);
                }
            }
            ctx.progress(b + 1, image.batch());
        }
        return Image.of(FloatTensor.wrap(out, pixels.shape()));
    }

    /** A number of each pixel. */
    public static Mask measure(Image image, RunContext ctx, Measure measure) {
        int area = image.width() * image.height();
        float[] out = new float[image.batch() * area];
        float[] rgb = new float[3];
        for (int b = 0; b < image.batch(); b++) {
            for (int i = 0; i < area; i++) {
                read(image.pixels(), b, area, i, rgb, ctx);
                out[b * area + i] = clip((float) measure.of(rgb));
            }
            ctx.progress(b + 1, image.batch());
        }
        return Mask.of(FloatTensor.wrap(out, image.batch(), image.height(), image.width()));
    }

    private static void read(FloatTensor pixels, int b, int area, int i, float[] rgb, RunContext ctx) {
        if (i % PATIENCE == 0) {
            ctx.throwIfRequested();
        }
        for (int c = 0; c < 3; c++) {
            rgb[c] = pixels.at((b * 3 + c) * area + i);
        }
    }

    /** Planes {@code [batch, 3, h, w]} as pictures. */
    public static Image image(FloatTensor planes) {
        return Image.of(planes.clamp(0, 1));
    }

    /** Planes {@code [batch, 1, h, w]} as masks. */
    public static Mask mask(FloatTensor planes) {
        return Mask.of(planes.clamp(0, 1).reshape(planes.dim(0), planes.dim(2), planes.dim(3)));
    }

    /** Masks as planes {@code [batch, 1, h, w]}. */
    public static FloatTensor planes(Mask mask) {
        return mask.values().reshape(mask.batch(), 1, mask.height(), mask.width());
    }

    /** At least 0, at most 1. */
    public static float clip(float value) {
        return Math.min(Math.max(value, 0f), 1f);
    }
}
