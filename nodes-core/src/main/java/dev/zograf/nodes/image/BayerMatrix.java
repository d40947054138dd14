package dev.zograf.nodes.image;

/**
 * Ordered dithering (Bayer 1973): before the nearest colour is taken, each pixel is brighter or darker by its place in a matrix of so many rows,
 * by up to 256 levels over the size of the palette, as ComfyUI does it.
 */
record BayerMatrix(int rows) implements Dithering {

    private static final float LEVELS = 512;

    @Override
    public int[] painted(int[] pixels, int width, Palette palette) {
        float spread = LEVELS / palette.size();
        int[] out = new int[pixels.length];
        for (int i = 0; i < out.length; i++) {
            float shift = spread * at(i / width % rows, i % width % rows) + 0.5f;
            int colour = 0;
            for (int c = 0; c < 3; c++) {
                float shifted = Palette.level(pixels[i], c) + shift;
                colour = colour << 8 | (int) Math.min(Math.max(shifted, 0), 255);
            }
            out[i] = palette.nearest(colour);
        }
        return out;
    }

    /** From -0.5 to 0.5. The matrix of twice the size is four times this one, plus 0, 2, 3 and 1 in its quarters. */
    private float at(int y, int x) {
        int value = 0;
        for (int size = 1; size < rows; size *= 2) {
            boolean lower = (y & size) != 0;
            boolean right = (x & size) != 0;
            value = 4 * value + (lower ? right ? 1 : 3 : right ? 2 : 0);
        }
        return (value + 0.5f) / (rows * rows) - 0.5f;
    }
}
