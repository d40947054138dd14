package dev.zograf.nodes.image;

import java.util.Arrays;
import java.util.List;

/** Few colours {@code 0xRRGGBB}, and which of them is near to any colour. For one thread. */
final class Palette {

    /** Colours are looked up by what is left of each level without its last two bits, as Pillow's cache does. */
    private static final int DROPPED = 2;

    private static final int SIDE = 1 << 8 - DROPPED;
    private static final int UNKNOWN = -1;

    private final int[] colours;
    private final int[] nearest = new int[SIDE * SIDE * SIDE];

    Palette(List<Integer> colours) {
        this.colours = colours.stream().mapToInt(Integer::intValue).toArray();
        Arrays.fill(nearest, UNKNOWN);
    }

    /** That of a picture, by median cut; of as many colours as the picture has, if that is fewer. */
    static Palette of(int[] pixels, int most) {
        return new Palette(MedianCut.of(pixels).colours(pixels, most));
    }

    /** Red, green or blue of a colour. */
    static int level(int colour, int channel) {
        return colour >> 16 - 8 * channel & 0xff;
    }

    int size() {
        return colours.length;
    }

    /** The colour that is nearest to the darkest one with the same six upper bits; of equals the first. */
    int nearest(int colour) {
        int red = level(colour, 0) >> DROPPED;
        int green = level(colour, 1) >> DROPPED;
        int blue = level(colour, 2) >> DROPPED;
        int at = (red * SIDE + green) * SIDE + blue;
        if (nearest[at] == UNKNOWN) {
            nearest[at] = search(red << DROPPED, green << DROPPED, blue << DROPPED);
        }
        return nearest[at];
    }

    private int search(int red, int green, int blue) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int colour : colours) {
            int dr = level(colour, 0) - red;
            int dg = level(colour, 1) - green;
            int db = level(colour, 2) - blue;
            int distance = dr * dr + dg * dg + db * db;
            if (distance < least) {
                least = distance;
                best = colour;
            }
        }
        return best;
    }
}
