package dev.zograf.nodes.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Median cut (Heckbert 1982) as Pillow does it: the box of most pixels is cut across the channel that is widest to the eye, after the colours
 * that make up more than half of it counted from the brightest; each box becomes the mean of its pixels. Pictures of more than 65536 colours lose the last bits
 * of theirs for the cutting.
 */
final class MedianCut {

    private static final int MOST_COLOURS = 65_536;

    /** How much the eye makes of red, green and blue: BT.601 in 256ths. */
    private static final int[] LUMA = {77, 150, 29};

    private final int dropped;
    private final Box whole;

    private MedianCut(int dropped, Box whole) {
        this.dropped = dropped;
        this.whole = whole;
    }

    /** Colours with how many pixels have them, and what was cut from them. */
    private static final class Box {
        private final int[] colours;
        private final int[] counts;
        private final int pixels;
        private List<Box> halves = List.of();

        private Box(int[] colours, int[] counts) {
            this.colours = colours;
            this.counts = counts;
            this.pixels = Arrays.stream(counts).sum();
        }

        private void cut() {
            int channel = widest();
            int[] pixelsAt = new int[256];
            for (int i = 0; i < colours.length; i++) {
                pixelsAt[Palette.level(colours[i], channel)] += counts[i];
            }
            int least = 255;
            for (long sum = pixelsAt[255]; 2 * sum <= pixels; sum += pixelsAt[least]) {
                least--;
            }
            int darkest = 0;
            while (pixelsAt[darkest] == 0) {
                darkest++;
            }
            int from = Math.max(least, darkest + 1);
            halves = List.of(part(channel, from, true), part(channel, from, false));
        }

        private int widest() {
            int best = 0;
            int widest = -1;
            for (int channel = 0; channel < 3; channel++) {
                int low = 255;
                int high = 0;
                for (int colour : colours) {
                    low = Math.min(low, Palette.level(colour, channel));
                    high = Math.max(high, Palette.level(colour, channel));
                }
                int width = (high - low) * LUMA[channel];
                if (width > widest) {
                    widest = width;
                    best = channel;
                }
            }
            return best;
        }

        private Box part(int channel, int from, boolean bright) {
            int[] kept = new int[colours.length];
            int[] keptCounts = new int[colours.length];
            int size = 0;
            for (int i = 0; i < colours.length; i++) {
                if (Palette.level(colours[i], channel) >= from == bright) {
                    kept[size] = colours[i];
                    keptCounts[size++] = counts[i];
                }
            }
            return new Box(Arrays.copyOf(kept, size), Arrays.copyOf(keptCounts, size));
        }

        /** What is not cut any further, the brighter half of each cut first. */
        private void leaves(List<Box> out) {
            if (halves.isEmpty()) {
                out.add(this);
            }
            halves.forEach(half -> half.leaves(out));
        }
    }

    /** The colours of pixels {@code 0xRRGGBB}, uncut. */
    static MedianCut of(int[] pixels) {
        for (int dropped = 0; ; dropped++) {
            int[] sorted = new int[pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                sorted[i] = coarse(pixels[i], dropped);
            }
            Arrays.sort(sorted);
            int[] counts = new int[sorted.length];
            int size = 0;
            for (int i = 0; i < sorted.length; i++) {
                if (i > 0 && sorted[i] == sorted[size - 1]) {
                    counts[size - 1]++;
                } else {
                    sorted[size] = sorted[i];
                    counts[size++] = 1;
                }
            }
            if (size <= MOST_COLOURS) {
                return new MedianCut(dropped, new Box(Arrays.copyOf(sorted, size), Arrays.copyOf(counts, size)));
            }
        }
    }

    private static int coarse(int colour, int dropped) {
        int mask = 0xff >> dropped;
        return colour >> dropped & (mask << 16 | mask << 8 | mask);
    }

    /** The palette of the same pixels, of so many colours at most. */
    List<Integer> colours(int[] pixels, int most) {
        FullestFirst<Box> open = new FullestFirst<>(box -> box.pixels);
        open.add(whole);
        for (int boxes = 1; boxes < most; boxes++) {
            Box fullest = open.remove();
            while (fullest != null && fullest.colours.length == 1) {
                fullest = open.remove();
            }
            if (fullest == null) {
                break;
            }
            fullest.cut();
            fullest.halves.forEach(open::add);
        }
        List<Box> leaves = new ArrayList<>();
        whole.leaves(leaves);
        return means(pixels, leaves);
    }

    private List<Integer> means(int[] pixels, List<Box> boxes) {
        Map<Integer, Integer> boxOf = new HashMap<>();
        for (int i = 0; i < boxes.size(); i++) {
            for (int colour : boxes.get(i).colours) {
                boxOf.put(colour, i);
            }
        }
        long[][] sums = new long[boxes.size()][3];
        for (int pixel : pixels) {
            long[] sum = sums[boxOf.getOrDefault(coarse(pixel, dropped), 0)];
            for (int c = 0; c < 3; c++) {
                sum[c] += Palette.level(pixel, c);
            }
        }
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            int colour = 0;
            for (long sum : sums[i]) {
                colour = colour << 8 | (int) (0.5 + (double) sum / boxes.get(i).pixels);
            }
            out.add(colour);
        }
        return out;
    }
}
