package dev.zograf.nodes.flow;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import java.util.List;
import java.util.stream.LongStream;

/** Whole numbers at equal distances, such as the seeds of several pictures. */
@Doc("Lists whole numbers at equal distances, such as the seeds of several pictures.")
@NodeType(id = "range", title = "Range", category = "flow/list")
public final class NumberRange implements Node<NumberRange.In, NumberRange.Out> {

    /** Where from, how many, how far apart. */
    public record In(
            @Doc("The first number.") @Default("0") long start,

            @Doc("How many numbers.") @Range(min = 0, max = 1_000_000)
            int count,

            @Doc("What each number is more than the one before.") @Default("1")
            long step) {
        public In {
            try {
                Math.addExact(start, Math.multiplyExact(Math.max(0L, count - 1L), step));
            } catch (ArithmeticException e) {
                throw new InvalidInputException(
                        "step", "The last number does not fit in 64 bits; take a smaller step or fewer numbers.", e);
            }
        }
    }

    /** The numbers. */
    public record Out(@Doc("The numbers in order.") List<Long> values) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(LongStream.range(0, in.count())
                .map(i -> in.start() + i * in.step())
                .boxed()
                .toList());
    }
}
