package dev.zograf.graphs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Seconds of several runs of the same work. */
final class Timings {

    private final List<Double> seconds = new ArrayList<>();

    void add(double value) {
        seconds.add(value);
    }

    double median() {
        List<Double> sorted = seconds.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    @Override
    public String toString() {
        double min = seconds.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double max = seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return String.format(Locale.ROOT, "median %.3f s (%.3f to %.3f, %d runs)", median(), min, max, seconds.size());
    }
}
