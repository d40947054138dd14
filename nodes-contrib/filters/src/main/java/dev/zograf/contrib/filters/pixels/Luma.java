package dev.zograf.contrib.filters.pixels;

/** How light a colour is, computed on the encoded values as television does it. */
public final class Luma {

    private Luma() {}

    /** ITU-R BT.709, the primaries of sRGB. */
    public static double bt709(float[] rgb) {
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    /** ITU-R BT.601, which the Python originals use. */
    public static double bt601(float[] rgb) {
        return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
    }

    /** The greatest of the three. */
    public static double max(float[] rgb) {
        return Math.max(Math.max(rgb[0], rgb[1]), rgb[2]);
    }

    /** The least of the three. */
    public static double min(float[] rgb) {
        return Math.min(Math.min(rgb[0], rgb[1]), rgb[2]);
    }
}
