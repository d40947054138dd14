package dev.zograf.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a scenario found: rows of measurements, and notes on how they came about. */
public final class Report {

    private final String scenario;
    private final String about;
    private final Consumer<String> progress;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * An empty report.
     *
     * @param progress is told what is going on
     */
    public Report(String scenario, String about, Consumer<String> progress) {
        this.scenario = scenario;
        this.about = about;
        this.progress = progress;
    }

    /** One more row. */
    public void row(Row row) {
        rows.add(row);
    }

    /** A sentence on what was done or left out; the same one is kept once. */
    public void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    /** Says what is going on. */
    public void say(String line) {
        progress.accept(line);
    }

    /** The rows so far. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** As fields of a JSON object. */
    public Map<String, Object> toJson() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("scenario", scenario);
        out.put("about", about);
        out.put("rows", rows.stream().map(Row::toJson).toList());
        out.put("notes", List.copyOf(notes));
        return out;
    }

    /** As lines of a table. */
    public List<String> toTable() {
        List<String> lines = new ArrayList<>();
        lines.add(scenario + ": " + about);
        int width = rows.stream().mapToInt(row -> row.what().length()).max().orElse(0);
        for (Row row : rows) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "  %-" + Math.max(width, 1) + "s  %9s %-6s %-20s",
                    row.what(),
                    number(row.values().median()),
                    row.unit(),
                    row.values().count() < 2
                            ? ""
                            : "(" + number(row.values().min()) + "–"
                                    + number(row.values().max()) + ", "
                                    + row.values().count() + ")"));
            line.append(
                    row.cpu().count() == 0
                            ? " ".repeat(15)
                            : String.format(
                                    Locale.ROOT, "  CPU %7s s", number(row.cpu().median())));
            line.append(
                    row.peak() == 0
                            ? " ".repeat(15)
                            : String.format(Locale.ROOT, "  peak %5.2f GiB", row.peak() / 1073741824.0));
            Optional<Row.Ratio> ratio = row.ratio();
            ratio.ifPresent(to -> line.append(String.format(Locale.ROOT, "  %.3f × %s", to.value(), to.to())));
            lines.add(line.toString().stripTrailing());
        }
        notes.forEach(note -> lines.add("  " + note));
        return lines;
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.2f" : "%.3f", value);
    }
}
