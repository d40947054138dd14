package dev.zograf.nodes.tiling;

import java.util.ArrayList;
import java.util.List;

/** Cuts a side into as few overlapping pieces as it takes, evenly. */
public final class Cut {

    private Cut() {}

    /**
     * The pieces of a side, in order.
     *
     * @param length of the side, a multiple of {@code align}
     * @param tile how long a piece is at most, a multiple of {@code align}
     * @param overlap how much neighbours share at least, below {@code tile}
     * @param fade over how much of what they share one goes over into the other; 0 for a hard cut in the middle
     * @param align pieces begin at multiples of this
     */
    public static List<Span> of(int length, int tile, int overlap, int fade, int align) {
        if (length <= tile) {
            return List.of(new Span(0, length, 0, 0, length, length));
        }
        int step = step(tile, overlap, align);
        int count = count(length, tile, overlap, align);
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = (int) ((long) i * (length - tile) / (count - 1)) / align * align;
        }
        int soft = Math.min(fade, step / 2);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int in = i == 0 ? 0 : seam(starts, i, tile);
            int out = i == count - 1 ? length : seam(starts, i + 1, tile);
            spans.add(new Span(
                    starts[i],
                    starts[i] + tile,
                    i == 0 ? 0 : in - soft / 2,
                    i == 0 ? 0 : in - soft / 2 + soft,
                    i == count - 1 ? length : out - soft / 2,
                    i == count - 1 ? length : out - soft / 2 + soft));
        }
        return spans;
    }

    /**
     * How short pieces can be without more of them: who computes every piece has the less to do.
     *
     * @param length of the side, a multiple of {@code align}
     * @param tile how long a piece is at most, a multiple of {@code align}
     * @param overlap how much neighbours share at least, below {@code tile}
     * @param align of what the result is a multiple
     */
    public static int shortest(int length, int tile, int overlap, int align) {
        if (length <= tile) {
            return tile;
        }
        int count = count(length, tile, overlap, align);
        int side = tile;
        while (side - align > overlap && count(length, side - align, overlap, align) == count) {
            side -= align;
        }
        return side;
    }

    private static int count(int length, int tile, int overlap, int align) {
        int step = step(tile, overlap, align);
        return (length - tile + step - 1) / step + 1;
    }

    private static int step(int tile, int overlap, int align) {
        return Math.max(align, (tile - overlap) / align * align);
    }

    /** The middle of what a piece shares with the one before. */
    private static int seam(int[] starts, int index, int tile) {
        return (starts[index] + starts[index - 1] + tile) / 2;
    }
}
