package dev.zograf.bench.measure;

import java.util.Map;

/**
 * What a piece of work took.
 *
 * @param wall seconds on the clock
 * @param cpu seconds of all cores together
 * @param peak the most memory that its process has had in RAM so far, in bytes; 0 where the system does not say
 */
public record Cost(double wall, double cpu, long peak) {

    /** As JSON, for another process. */
    public Map<String, Object> toJson() {
        return Map.of("wall", wall, "cpu", cpu, "peak", peak);
    }

    static Cost of(Map<?, ?> json) {
        return new Cost(number(json, "wall"), number(json, "cpu"), (long) number(json, "peak"));
    }

    private static double number(Map<?, ?> json, String name) {
        return json.get(name) instanceof Number number ? number.doubleValue() : 0;
    }
}
