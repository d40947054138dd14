package dev.zograf.nodes.tiling;

/**
 * One piece of a side that is cut in overlapping pieces. It is read from {@code from} to {@code to}; what is made of it counts fully
 * between {@code inEnd} and {@code outStart}, more and more before and less and less after that. Where the fading areas are empty, the
 * cut is hard. The shares of all pieces add up to 1 everywhere.
 *
 * @param from first place that is read
 * @param to behind the last place that is read
 * @param inStart where it begins to count
 * @param inEnd where it counts fully
 * @param outStart where it begins to fade
 * @param outEnd where it does not count any more
 */
public record Span(int from, int to, int inStart, int inEnd, int outStart, int outEnd) {

    /** How many places are read. */
    public int length() {
        return to - from;
    }

    /**
     * How much the piece counts at a place of the result.
     *
     * @param place in the result, which is {@code scale} times as fine
     */
    double share(int place, int scale) {
        return rising(place + 0.5, (double) inStart * scale, (double) inEnd * scale)
                - rising(place + 0.5, (double) outStart * scale, (double) outEnd * scale);
    }

    private static double rising(double at, double start, double end) {
        if (at <= start) {
            return 0;
        }
        return at >= end ? 1 : (at - start) / (end - start);
    }
}
