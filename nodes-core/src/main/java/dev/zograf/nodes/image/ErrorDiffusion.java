package dev.zograf.nodes.image;

/**
 * Floyd and Steinberg's dithering (1976) in whole 16ths, row by row from left to right, as Pillow does it: 7 go to the right, 3, 5 and 1 below.
 * What goes below the last pixel of a row is blue's error for all three channels, which is Pillow's mistake, kept because its pictures have it.
 */
final class ErrorDiffusion implements Dithering {

    @Override
    public int[] painted(int[] pixels, int width, Palette palette) {
        int[] out = new int[pixels.length];
        int[][] below = new int[width + 1][3];
        for (int row = 0; row < pixels.length; row += width) {
            row(pixels, row, below, palette, out);
        }
        return out;
    }

    /** @param below 16 times what each pixel of this row gets from the last one, one place to the right; then the same of the next row */
    private static void row(int[] pixels, int row, int[][] below, Palette palette, int[] out) {
        int width = below.length - 1;
        int[] last = new int[3];
        int[] beforeLast = new int[3];
        for (int x = 0; x < width; x++) {
            int wanted = 0;
            for (int c = 0; c < 3; c++) {
                int level = Palette.level(pixels[row + x], c) + (7 * last[c] + below[x + 1][c]) / 16;
                wanted = wanted << 8 | Math.min(Math.max(level, 0), 255);
            }
            int painted = palette.nearest(wanted);
            out[row + x] = painted;
            for (int c = 0; c < 3; c++) {
                int error = Palette.level(wanted, c) - Palette.level(painted, c);
                below[x][c] = 3 * error + 5 * last[c] + beforeLast[c];
                beforeLast[c] = last[c];
                last[c] = error;
            }
        }
        below[width] = new int[] {5 * last[2] + beforeLast[2], last[2], last[2]};
    }
}
