package dev.zograf.runtime.node;

import dev.zograf.runtime.json.Nearest;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;

/** Converts single values to a port's type and checks its range, divisor and choices. */
public final class PortValues {

    private PortValues() {}

    /** A rule that a value breaks. */
    public record Violation(String message, String remedy) {}

    /**
     * The value as the type wants it: integers are widened and narrowed without loss, whole numbers count as integers, a
     * text becomes an enum constant. Empty if it is of another type.
     */
    public static Optional<Object> convert(Object value, Type type) {
        Class<?> to = PortTypes.raw(type);
        if (value instanceof Number number && PortTypes.isNumber(to)) {
            return Optional.ofNullable(PortTypes.isInteger(to) ? whole(number, to) : fraction(number, to));
        }
        if (to.isEnum() && value instanceof String text) {
            return Arrays.stream(to.getEnumConstants())
                    .filter(c -> PortTypes.choice((Enum<?>) c).equals(text))
                    .findFirst()
                    .map(c -> c);
        }
        if (to == String.class && value instanceof Enum<?> constant) {
            return Optional.of(PortTypes.choice(constant));
        }
        return to.isInstance(value) ? Optional.of(value) : Optional.empty();
    }

    @SuppressWarnings("NullAway") // Optional.ofNullable above takes what has no counterpart
    private static Object whole(Number number, Class<?> to) {
        double d = number.doubleValue();
        boolean isWhole =
                number instanceof Long || number instanceof Integer || (d == Math.rint(d) && Math.abs(d) < 1L << 53);
        if (!isWhole) {
            return null;
        }
        long value = number.longValue();
        if (to == Long.class) {
            return value;
        }
        return value == (int) value ? (Object) (int) value : null;
    }

    private static Object fraction(Number number, Class<?> to) {
        return to == Double.class ? (Object) number.doubleValue() : (Object) number.floatValue();
    }

    /** The rule of the port that a converted value breaks, if any. */
    public static Optional<Violation> violation(PortSchema port, Object value) {
        if (value instanceof Number number) {
            double d = number.doubleValue();
            if (!(d >= port.min() && d <= port.max())) {
                return Optional.of(new Violation(
                        "\"" + port.name() + "\" is " + value + ", out of the range " + range(port.min(), port.max())
                                + ".",
                        ""));
            }
            if (port.multipleOf() > 0 && number.longValue() % port.multipleOf() != 0) {
                long below = Math.floorDiv(number.longValue(), (long) port.multipleOf()) * port.multipleOf();
                String near = below >= port.min()
                        ? below + " or " + (below + port.multipleOf())
                        : "" + (below + port.multipleOf());
                return Optional.of(new Violation(
                        "\"" + port.name() + "\" is " + value + ", which is not a multiple of " + port.multipleOf()
                                + ".",
                        "Take " + near + "."));
            }
        }
        if (value instanceof String text
                && !port.choices().isEmpty()
                && !port.choices().contains(text)) {
            return Optional.of(new Violation(
                    "\"" + text + "\" is no choice of \"" + port.name() + "\".",
                    Nearest.remedy(text, port.choices(), "choices")));
        }
        return Optional.empty();
    }

    /** {@code 1 to 8}, {@code 1 and more}, {@code up to 8}. */
    public static String range(double min, double max) {
        if (Double.isInfinite(max)) {
            return plain(min) + " and more";
        }
        return Double.isInfinite(min) ? "up to " + plain(max) : plain(min) + " to " + plain(max);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e18
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
