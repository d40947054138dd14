package dev.zograf.nodes.flow;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.math.BigInteger;

/**
 * Calculates with two numbers: exactly if both are whole, otherwise in double precision (IEEE 754).
 *
 * @param <T> of both numbers and the result
 */
@Doc("Calculates with two numbers. Whole numbers give a whole number of 64 bits, exactly; division then rounds down.")
@NodeType(id = "arithmetic", title = "Arithmetic", category = "flow/number")
public final class Arithmetic<T extends Number> implements Node<Arithmetic.In<T>, Arithmetic.Out<T>> {

    private static final int MOST_BITS = 63;

    /** The numbers, and what to do with them. */
    public record In<T extends Number>(
            @Doc("The number on the left.") T a,
            @Doc("What to do.") @Default("add") ArithmeticOperation operation,
            @Doc("The number on the right.") T b) {}

    /** What comes out. */
    public record Out<T extends Number>(
            @Doc("The result; a whole number if both were.") T result) {}

    /** Whole numbers give a whole one, as the port's type says. */
    @Override
    @SuppressWarnings("unchecked")
    public Out<T> run(In<T> in, RunContext ctx) {
        Number result = isWhole(in.a()) && isWhole(in.b())
                ? whole(in.operation(), in.a().longValue(), in.b().longValue())
                : fraction(in.operation(), in.a().doubleValue(), in.b().doubleValue());
        return new Out<>((T) result);
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer;
    }

    private static Number whole(ArithmeticOperation operation, long a, long b) {
        try {
            return switch (operation) {
                case ADD -> Math.addExact(a, b);
                case SUBTRACT -> Math.subtractExact(a, b);
                case MULTIPLY -> Math.multiplyExact(a, b);
                case DIVIDE -> divided(a, nonZero(b));
                case REMAINDER -> Math.floorMod(a, nonZero(b));
                case POWER -> power(a, b);
                case MINIMUM -> Math.min(a, b);
                case MAXIMUM -> Math.max(a, b);
            };
        } catch (ArithmeticException e) {
            throw new InvalidInputException("a", "The result does not fit in 64 bits; use fractions, such as 2.0.", e);
        }
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw new InvalidInputException("b", "A number cannot be divided by 0.");
        }
        return divisor;
    }

    private static long divided(long a, long b) {
        if (a == Long.MIN_VALUE && b == -1) {
            throw new ArithmeticException("overflow");
        }
        return Math.floorDiv(a, b);
    }

    private static long power(long a, long b) {
        if (b < 0) {
            throw new InvalidInputException(
                    "b", "A whole number to a negative power is none; use fractions, such as 2.0.");
        }
        if (Math.abs(a) <= 1 && a != Long.MIN_VALUE) {
            return b == 0 || a == 1 ? 1 : a == 0 ? 0 : b % 2 == 0 ? 1 : -1;
        }
        if (b > MOST_BITS) {
            throw new ArithmeticException("overflow");
        }
        return BigInteger.valueOf(a).pow((int) b).longValueExact();
    }

    private static Number fraction(ArithmeticOperation operation, double a, double b) {
        if (b == 0 && (operation == ArithmeticOperation.DIVIDE || operation == ArithmeticOperation.REMAINDER)) {
            throw new InvalidInputException("b", "A number cannot be divided by 0.");
        }
        double result = switch (operation) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case REMAINDER -> a - b * Math.floor(a / b);
            case POWER -> Math.pow(a, b);
            case MINIMUM -> Math.min(a, b);
            case MAXIMUM -> Math.max(a, b);
        };
        if (!Double.isFinite(result)) {
            throw new InvalidInputException("a", "The result is no number, or too large for one.");
        }
        return result;
    }
}
