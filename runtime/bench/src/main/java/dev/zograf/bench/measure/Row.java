package dev.zograf.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the table.
 *
 * @param what what was measured, such as {@code zograf int8}
 * @param unit of the values: {@code s}, {@code ms}, {@code us}, {@code ns}, {@code MiB}, {@code GB}, {@code dB}, {@code cosine}
 * @param values one for each run
 * @param cpu CPU seconds of each run; empty if they were not measured
 * @param peak the most memory that the process had in RAM, in bytes; 0 if it was not measured
 * @param ratio to another row
 */
public record Row(String what, String unit, Samples values, Samples cpu, long peak, Optional<Ratio> ratio) {

    /**
     * A ratio of medians.
     *
     * @param to the row that this one was divided by
     */
    public record Ratio(double value, String to) {}

    /** A row of values alone. */
    public static Row of(String what, String unit, Samples values) {
        return new Row(what, unit, values, new Samples(), 0, Optional.empty());
    }

    /** The same, divided by another row. */
    public Row against(Row other) {
        Ratio to = new Ratio(values.median() / other.values.median(), other.what);
        return new Row(what, unit, values, cpu, peak, Optional.of(to));
    }

    Map<String, Object> toJson() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("what", what);
        out.put("unit", unit);
        out.put("median", values.median());
        out.put("min", values.min());
        out.put("max", values.max());
        out.put("runs", values.count());
        if (cpu.count() > 0) {
            out.put("cpuSeconds", cpu.median());
        }
        if (peak > 0) {
            out.put("peakBytes", peak);
        }
        ratio.ifPresent(to -> {
            out.put("ratio", to.value());
            out.put("to", to.to());
        });
        return out;
    }
}
