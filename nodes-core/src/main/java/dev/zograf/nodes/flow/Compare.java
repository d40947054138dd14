package dev.zograf.nodes.flow;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.math.BigDecimal;

/**
 * Compares two numbers, texts or booleans.
 *
 * @param <T> of both
 */
@Doc("Compares two numbers or two texts; texts are ordered by their characters' codes. Booleans come false first.")
@NodeType(id = "compare", title = "Compare", category = "flow/logic")
public final class Compare<T> implements Node<Compare.In<T>, Compare.Out> {

    /** What to compare, and how. */
    public record In<T>(
            @Doc("The value on the left.") T a,
            @Doc("How to compare them.") @Default("equal") Comparison comparison,
            @Doc("The value on the right.") T b) {}

    /** Whether it holds. */
    public record Out(@Doc("Whether the comparison holds.") boolean result) {}

    @Override
    public Out run(In<T> in, RunContext ctx) {
        return new Out(in.comparison().holds(order(in.a(), in.b())));
    }

    private static int order(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return order(x, y);
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return x.compareTo(y);
        }
        throw new InvalidInputException("b", "Only two numbers, two texts or two booleans can be compared.");
    }

    /** Exact, also of a whole number that no floating point number has room for. */
    private static int order(Number a, Number b) {
        if (Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue())) {
            return exact(a).compareTo(exact(b));
        }
        return Double.compare(a.doubleValue(), b.doubleValue());
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long || number instanceof Integer
                ? BigDecimal.valueOf(number.longValue())
                : new BigDecimal(number.doubleValue());
    }
}
