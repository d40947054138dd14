package dev.zograf.contrib.prompts;

import java.util.List;

/** Counting that stops at {@code Long.MAX_VALUE} instead of overflowing. */
final class Counts {

    private Counts() {}

    static long times(long a, long b) {
        try {
            return Math.multiplyExact(a, b);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** In how many ways {@code least} to {@code most} of the options can be taken, whatever their order. */
    static long subsets(List<Template.Option> options, int least, int most) {
        long[] ways = new long[most + 1];
        ways[0] = 1;
        for (int i = options.size() - 1; i >= 0; i--) {
            ways = withOneMore(ways, options.get(i));
        }
        long sum = 0;
        for (int size = least; size <= most; size++) {
            sum = plus(sum, ways[size]);
        }
        return sum;
    }

    /** For each option, and for none: in how many ways so many can be taken of it and those behind it (symmetric polynomials). */
    static long[][] table(List<Template.Option> options, int most) {
        long[][] table = new long[options.size() + 1][];
        table[options.size()] = new long[most + 1];
        table[options.size()][0] = 1;
        for (int i = options.size() - 1; i >= 0; i--) {
            table[i] = withOneMore(table[i + 1], options.get(i));
        }
        return table;
    }

    private static long[] withOneMore(long[] ways, Template.Option option) {
        long[] more = ways.clone();
        for (int size = ways.length - 1; size > 0; size--) {
            more[size] = plus(ways[size], times(ways[size - 1], option.text().count()));
        }
        return more;
    }
}
