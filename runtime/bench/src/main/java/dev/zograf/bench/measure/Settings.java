package dev.zograf.bench.measure;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to measure.
 *
 * @param runs how often each thing is measured, at least 1
 * @param precisions those of the rows that have one: {@code float32}, {@code float16}, {@code bfloat16}, {@code int8}
 * @param python an interpreter with diffusers to compare with
 * @param folder where checkpoints are written, and kept
 * @param small whether checkpoints and pictures are tiny, which tests the benchmark and measures nothing
 */
public record Settings(int runs, List<String> precisions, Optional<Path> python, Path folder, boolean small) {

    /** Refuses what cannot be measured. */
    public Settings {
        if (runs < 1) {
            throw new InvalidInputException("runs", "Nothing is measured in " + runs + " runs; say at least 1.");
        }
        precisions = List.copyOf(precisions);
        if (precisions.isEmpty()) {
            throw new InvalidInputException("precision", "No precision is named; float32 is one.");
        }
        for (String name : precisions) {
            if (Precision.of(name) == Precision.AUTO) {
                throw new InvalidInputException(
                        "precision", "auto is no precision of its own; name float32, float16, bfloat16 or int8.");
            }
        }
        if (precisions.stream().distinct().count() < precisions.size()) {
            throw new InvalidInputException("precision", "A precision is named twice; each is a row of its own.");
        }
    }

    /** How many pixels a side has that is so long at full size. */
    public int side(int full) {
        return small ? 64 : full;
    }
}
