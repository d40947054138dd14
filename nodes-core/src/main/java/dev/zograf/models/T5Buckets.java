package dev.zograf.models;

/**
 * Which of T5's learned biases stands for a distance between two tokens (Raffel et al. 2020, section 2.1): half of the buckets are for
 * tokens ahead. Of each half, the first half are for one distance each, the others for more and more distances, as a logarithm grows.
 */
final class T5Buckets {

    private T5Buckets() {}

    /**
     * The buckets of all pairs of so many tokens, row by row: a row for each that looks, in it those that are looked at.
     *
     * @param tokens at least 1
     * @param buckets how many there are, at least 4
     * @param farthest from this distance on all are in the last one; more than a quarter of the buckets
     */
    static int[] between(int tokens, int buckets, int farthest) {
        if (tokens < 1) {
            throw new IllegalArgumentException("There is no token.");
        }
        int[] ofDistance = new int[2 * tokens - 1];
        for (int i = 0; i < ofDistance.length; i++) {
            ofDistance[i] = of(i - tokens + 1, buckets, farthest);
        }
        int[] out = new int[Math.multiplyExact(tokens, tokens)];
        for (int from = 0; from < tokens; from++) {
            System.arraycopy(ofDistance, tokens - 1 - from, out, from * tokens, tokens);
        }
        return out;
    }

    /** The bucket of a distance, positive if the token that is looked at is ahead. */
    static int of(int distance, int buckets, int farthest) {
        int half = buckets / 2;
        int ahead = distance > 0 ? half : 0;
        int exact = half / 2;
        int steps = Math.abs(distance);
        if (steps < exact) {
            return ahead + steps;
        }
        // In 32 bits as in PyTorch, since rounding decides at the edges.
        float grown = (float) Math.log((float) steps / exact) / (float) Math.log((double) farthest / exact);
        int bucket = exact + (int) (grown * (half - exact));
        return ahead + Math.min(bucket, half - 1);
    }
}
