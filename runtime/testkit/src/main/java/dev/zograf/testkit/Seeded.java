package dev.zograf.testkit;

import java.util.Random;

/** Tests of properties: the same random cases every time, and the seed of the one that failed. */
public final class Seeded {

    private Seeded() {}

    /** What must hold for a random case. */
    @FunctionalInterface
    public interface Property {
        /** Makes a case of the random numbers and checks it. */
        void check(Random random) throws Exception;
    }

    /**
     * Checks a property for as many seeds.
     *
     * @throws AssertionError naming the seed of the first that fails
     */
    public static void check(int seeds, Property property) {
        for (int seed = 0; seed < seeds; seed++) {
            check(property, seed);
        }
    }

    /** Checks a property for one seed: for looking into a failure. */
    public static void check(Property property, int seed) {
        try {
            property.check(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
        }
    }
}
