package dev.zograf.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Several sides do the same work in turns, each in a process of its own, so that whatever else happens on the machine meets all of them.
 * Ours are divided by the fastest of the Python side that multiplies numbers as exact.
 */
public final class Contest {

    private final List<Entrant> entrants;
    private final int runs;
    private final Report report;

    /** A contest of so many runs, after one that does not count. */
    public Contest(List<Entrant> entrants, int runs, Report report) {
        this.entrants = entrants;
        this.runs = runs;
        this.report = report;
    }

    private static final class Score {
        private final Samples wall = new Samples();
        private final Samples cpu = new Samples();
        private long peak;

        void add(Cost cost) {
            wall.add(cost.wall());
            cpu.add(cost.cpu());
            peak = Math.max(peak, cost.peak());
        }
    }

    /** Has all do the work and reports a row for each. */
    public void run(String work) throws IOException {
        Map<Entrant, Score> scores = new LinkedHashMap<>();
        entrants.forEach(entrant -> scores.put(entrant, new Score()));
        long needed = entrants.stream().mapToLong(Entrant::memory).sum();
        if (needed < Usage.available()) {
            together(work, entrants, scores);
        } else {
            report.note(
                    "There is not enough memory for all sides at once: they did not take turns, but came one after the other.");
            for (Entrant entrant : entrants) {
                if (entrant.memory() < Usage.available()) {
                    together(work, List.of(entrant), scores);
                } else {
                    report.note(String.format(
                            Locale.ROOT,
                            "%s was left out: it takes about %.0f GiB of memory, and %.0f GiB are free.",
                            entrant.name(),
                            entrant.memory() / 1073741824.0,
                            Usage.available() / 1073741824.0));
                }
            }
        }
        scores.values().removeIf(score -> score.wall.count() == 0);
        report(scores);
    }

    private void together(String work, List<Entrant> some, Map<Entrant, Score> scores) throws IOException {
        List<Side> sides = new ArrayList<>();
        try {
            for (Entrant entrant : some) {
                report.say("starting " + entrant.name());
                Side side = new Side(entrant.name(), entrant.command());
                sides.add(side);
                side.work(work);
                if (!side.versions().isEmpty()) {
                    report.note("The Python side is " + side.versions() + ".");
                }
            }
            for (int run = 1; run <= runs; run++) {
                report.say(work + ", run " + run + " of " + runs);
                for (int i = 0; i < some.size(); i++) {
                    scores.computeIfAbsent(some.get(i), key -> new Score())
                            .add(sides.get(i).work(work));
                }
            }
            for (int i = 0; i < some.size(); i++) {
                for (String warning : sides.get(i).warnings()) {
                    report.note(some.get(i).name() + ": " + warning);
                }
            }
        } finally {
            for (Side side : sides) {
                side.close();
            }
        }
    }

    private void report(Map<Entrant, Score> scores) {
        Map<Entrant, Row> rows = new LinkedHashMap<>();
        scores.forEach((entrant, score) ->
                rows.put(entrant, new Row(entrant.name(), "s", score.wall, score.cpu, score.peak, Optional.empty())));
        rows.forEach((entrant, row) -> report.row(
                entrant.peer()
                        ? row
                        : rows.keySet().stream()
                                .filter(other -> other.peer() && other.exact() == entrant.exact())
                                .flatMap(other -> Optional.ofNullable(rows.get(other)).stream())
                                .min(Comparator.comparingDouble(
                                        (Row other) -> other.values().median()))
                                .map(row::against)
                                .orElse(row)));
    }
}
