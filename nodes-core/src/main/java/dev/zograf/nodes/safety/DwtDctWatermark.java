package dev.zograf.nodes.safety;

import java.util.BitSet;

/**
 * The watermark that Stable Diffusion's scripts put in ({@code dwtDct}): in the coarse half of a Haar wavelet of the blue chroma, the
 * largest coefficient but the first of each block of 4 by 4 is moved to the middle of the lower or upper half of a step of 36 levels, for a
 * bit 0 or 1 (quantisation index modulation, Chen and Wornell 2001). Bits repeat from block to block, and reading takes the majority. Other
 * than in the scripts, a coefficient that would no longer be the largest is moved a step further, so that it is found again. It outlives a
 * little noise, but neither JPEG nor another size.
 */
final class DwtDctWatermark {

    /** Pixels of a block's side: four coefficients of two pixels each. */
    static final int BLOCK = 8;

    private static final double STEP = 36;
    private static final int CELLS = 4;
    /** How much larger than the others the moved one must be, so that rounding does not change that. */
    private static final double MARGIN = 4;

    /** Levels of blue and green for one level of blue chroma (BT.601). */
    private static final double BLUE = 2.032;

    private static final double GREEN = -0.395;

    private final double[][] rgb;
    private final int width;
    private final int height;

    /**
     * A picture's planes of red, green and blue, which {@link #write} changes.
     *
     * @param rgb levels from 0 to 255
     */
    DwtDctWatermark(double[][] rgb, int width, int height) {
        this.rgb = rgb;
        this.width = width;
        this.height = height;
    }

    /** How many bits a picture of that size can hold once. */
    static long capacity(int width, int height) {
        return (long) (width / 4 * 4 / BLOCK) * (height / 4 * 4 / BLOCK);
    }

    /** Puts the bits in, again and again. */
    void write(BitSet bits, int count) {
        int block = 0;
        for (int y = 0; y + BLOCK <= height; y += BLOCK) {
            for (int x = 0; x + BLOCK <= width; x += BLOCK) {
                int cell = largest(x, y, 0);
                int left = x + cell % CELLS * 2;
                int top = y + cell / CELLS * 2;
                double value = coefficient(left, top);
                int rival = largest(x, y, cell);
                double others = coefficient(x + rival % CELLS * 2, y + rival / CELLS * 2);
                double place = (Math.floor(value / STEP) + (bits.get(block++ % count) ? 0.75 : 0.25)) * STEP;
                shift(left, top, ((place < others + MARGIN ? place + STEP : place) - value) / 2);
            }
        }
    }

    /**
     * The bits, each with its share of blocks that say 1, from 0 to 1.
     *
     * @param count how many there are
     */
    double[] read(int count) {
        double[] ones = new double[count];
        int[] votes = new int[count];
        int block = 0;
        for (int y = 0; y + BLOCK <= height; y += BLOCK) {
            for (int x = 0; x + BLOCK <= width; x += BLOCK) {
                int cell = largest(x, y, 0);
                double value = coefficient(x + cell % CELLS * 2, y + cell / CELLS * 2);
                ones[block % count] += value % STEP > STEP / 2 ? 1 : 0;
                votes[block % count]++;
                block++;
            }
        }
        for (int i = 0; i < count; i++) {
            ones[i] /= Math.max(votes[i], 1);
        }
        return ones;
    }

    /** The largest cell of a block but the first and another one. */
    private int largest(int x, int y, int but) {
        int best = 1;
        double most = -1;
        for (int cell = 1; cell < CELLS * CELLS; cell++) {
            double value = coefficient(x + cell % CELLS * 2, y + cell / CELLS * 2);
            if (value > most && cell != but) {
                most = value;
                best = cell;
            }
        }
        return best;
    }

    /** Haar's coarse coefficient of two by two pixels: half their sum. */
    private double coefficient(int x, int y) {
        return (chroma(x, y) + chroma(x + 1, y) + chroma(x, y + 1) + chroma(x + 1, y + 1)) / 2;
    }

    /** Blue less luminance, as files of 8 bits hold it. */
    private double chroma(int x, int y) {
        int at = y * width + x;
        double luminance = 0.299 * rgb[0][at] + 0.587 * rgb[1][at] + 0.114 * rgb[2][at];
        return Math.min(Math.max(Math.rint((rgb[2][at] - luminance) * 0.492 + 128), 0), 255);
    }

    private void shift(int x, int y, double levels) {
        for (int i = 0; i < 4; i++) {
            int at = (y + i / 2) * width + x + i % 2;
            rgb[2][at] = level(rgb[2][at] + BLUE * levels);
            rgb[1][at] = level(rgb[1][at] + GREEN * levels);
        }
    }

    private static double level(double value) {
        return Math.min(Math.max(Math.rint(value), 0), 255);
    }
}
