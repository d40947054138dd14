package dev.zograf.nodes.patch;

import dev.zograf.api.model.Moment;
import java.util.BitSet;
import java.util.TreeSet;

/**
 * At which evaluations of a run the whole network is computed: within a part of the run at every so manieth, elsewhere at all (Ma et al.
 * 2023, section 3.3).
 *
 * @param interval of so many evaluations one is whole
 * @param start the share of the run from which on the others are not, included
 * @param end up to which share, excluded
 * @param spacing where the whole ones lie
 */
record FullSteps(int interval, double start, double end, Spacing spacing) {

    /** The authors' code goes down from the wanted power by so much until there are as many whole evaluations as there should be. */
    private static final double LESS = 0.02;

    /** What a whole number may lack because of how it is computed. */
    private static final double ROUNDING = 1e-9;

    /** Where whole evaluations lie among so many of a run. */
    interface Spacing {

        /**
         * The numbers of the whole ones, from 0 on; 0 is always one.
         *
         * @param calls how many evaluations there are
         * @param whole how many of them should be whole
         */
        BitSet of(int calls, int whole, int interval);
    }

    /** At equal distances. */
    record Even() implements Spacing {
        @Override
        public BitSet of(int calls, int whole, int interval) {
            BitSet out = new BitSet();
            for (int i = 0; i < calls; i += interval) {
                out.set(i);
            }
            return out;
        }
    }

    /**
     * Closest together around a centre: the numbers at equal distances between the power's roots of both ends, as seen from the centre, to
     * that power. The root of what lies before the centre is a complex number, of which the real part counts in the end.
     *
     * @param centre as a share of the run
     * @param power 1 is even, more is closer; less is taken where there would be too few distinct numbers
     */
    record Centred(double centre, double power) implements Spacing {
        @Override
        public BitSet of(int calls, int whole, int interval) {
            int middle = (int) Math.rint(centre * calls);
            for (double lower = power; lower > 1; lower -= LESS) {
                BitSet out = at(middle, calls, whole, lower);
                if (out.cardinality() == whole) {
                    return out;
                }
            }
            return new Even().of(calls, whole, interval);
        }

        private static BitSet at(int middle, int calls, int whole, double power) {
            double radius = Math.pow(middle, 1 / power);
            double real = radius * Math.cos(Math.PI / power);
            double imaginary = middle == 0 ? 0 : radius * Math.sin(Math.PI / power);
            double last = Math.pow(calls - middle, 1 / power);
            TreeSet<Integer> numbers = new TreeSet<>();
            for (int i = 0; i <= whole; i++) {
                double share = (double) i / whole;
                double x = real + share * (last - real);
                double y = imaginary * (1 - share);
                double number = Math.pow(Math.hypot(x, y), power) * Math.cos(power * Math.atan2(y, x));
                numbers.add((int) (number + Math.copySign(ROUNDING, number)));
            }
            numbers.pollFirst();
            numbers.pollLast();
            BitSet out = new BitSet();
            out.set(0);
            numbers.forEach(number -> out.set(number + middle));
            return out;
        }
    }

    /** The last evaluation up to a moment that is whole, by its number. A run that has more than it was to have goes on with whole ones. */
    int last(Moment moment) {
        int from = (int) Math.ceil(start * moment.calls());
        int to = end >= 1 ? moment.calls() : (int) Math.ceil(end * moment.calls());
        int call = moment.call();
        if (call < from || call >= to) {
            return call;
        }
        int calls = to - from;
        BitSet whole = spacing.of(calls, (calls + interval - 1) / interval, interval);
        return from + whole.previousSetBit(call - from);
    }
}
