package dev.zograf.runtime.graph;

import dev.zograf.runtime.json.Problem;
import java.util.Comparator;

/** Problems in the order in which a reader of the file meets them. */
public final class ProblemOrder {

    /** By line, then by column, then by pointer. */
    public static final Comparator<Problem> BY_PLACE = Comparator.comparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::pointer);

    private ProblemOrder() {}
}
