package dev.zograf.contrib.filters.blend;

import dev.zograf.contrib.filters.pixels.Luma;

/** Lightness and saturation as the blend modes that are not separable use them: W3C Compositing and Blending Level 1, section 10.2. */
final class HueAndLight {

    private HueAndLight() {}

    private static double lum(float[] c) {
        return 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2];
    }

    /** SetLum: the colour with the lightness of another, pulled towards grey where it would leave 0 to 1. */
    static void light(float[] colour, float[] like, float[] out) {
        double shift = lum(like) - lum(colour);
        float[] moved = new float[3];
        for (int c = 0; c < 3; c++) {
            moved[c] = (float) (colour[c] + shift);
        }
        double l = lum(moved);
        double least = Luma.min(moved);
        double most = Luma.max(moved);
        for (int c = 0; c < 3; c++) {
            double v = moved[c];
            if (least < 0) {
                v = l + (v - l) * l / (l - least);
            }
            if (most > 1) {
                v = l + (v - l) * (1 - l) / (most - l);
            }
            out[c] = (float) v;
        }
    }

    /** SetSat: the colour with the saturation of another; grey stays grey. */
    static float[] saturation(float[] colour, float[] like) {
        double least = Luma.min(colour);
        double range = Luma.max(colour) - least;
        double wanted = Luma.max(like) - Luma.min(like);
        float[] out = new float[3];
        for (int c = 0; c < 3 && range > 0; c++) {
            out[c] = (float) ((colour[c] - least) * wanted / range);
        }
        return out;
    }
}
