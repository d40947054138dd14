package dev.zograf.nodes.conditioning;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.When;

/** From which share of the way from noise to picture to which something counts, as nodes are told it by {@code start} and {@code end}. */
public final class Span {

    private Span() {}

    /**
     * Checks that it is not turned round.
     *
     * @throws InvalidInputException if the start lies behind the end
     */
    public static void require(double start, double end) {
        if (start > end) {
            throw new InvalidInputException(
                    "start", "The start, " + start + ", lies behind the end, " + end + "; exchange them.");
        }
    }

    /** @param count of what they are shares: {@code training}, or the {@code steps} of the run */
    public static When of(double start, double end, String count) {
        return count.equals("steps") ? When.done(start, end) : When.trained(start, end);
    }
}
