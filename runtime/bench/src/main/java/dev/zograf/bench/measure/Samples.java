package dev.zograf.bench.measure;

import java.util.ArrayList;
import java.util.List;

/** Numbers from several runs of the same work. */
public final class Samples {

    private final List<Double> values = new ArrayList<>();

    /** These numbers. */
    public static Samples of(double... numbers) {
        Samples samples = new Samples();
        for (double number : numbers) {
            samples.add(number);
        }
        return samples;
    }

    /** One more. */
    public void add(double value) {
        values.add(value);
    }

    /** How many there are. */
    public int count() {
        return values.size();
    }

    /** The middle one, or the mean of the two in the middle; NaN if there are none. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** The least. */
    public double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    /** The greatest. */
    public double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }
}
