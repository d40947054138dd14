package dev.zograf.nodes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.api.InvalidInputException;
import dev.zograf.testkit.NodeHarness;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code arithmetic}, {@code compare} and {@code logic}. */
class NumbersTest {

    /** Made once: it reads what the node's records say, and thousands of calculations follow. */
    private static final NodeHarness<Arithmetic.In<Number>, Arithmetic.Out<Number>> ARITHMETIC =
            NodeHarness.of(new Arithmetic<>());

    private static Number calculate(Number a, ArithmeticOperation operation, Number b) throws Exception {
        return ARITHMETIC.run(new Arithmetic.In<>(a, operation, b)).result();
    }

    private static boolean compare(Object a, Comparison comparison, Object b) throws Exception {
        return NodeHarness.of(new Compare<Object>())
                .run(new Compare.In<>(a, comparison, b))
                .result();
    }

    @Test
    void numbersAreReadFromTexts() throws Exception {
        for (long value : new long[] {0, 42, -7, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(integer(" " + value + "\t")).isEqualTo(value);
        }
        assertThat(integer("+5")).isEqualTo(5);
        assertThat(number(" 4")).isEqualTo(4);
        assertThat(number("-.5")).isEqualTo(-0.5);
        assertThat(number("3.")).isEqualTo(3);
        assertThat(number("1e-3")).isEqualTo(0.001);
        for (String wrong : List.of("", " ", "one", "1.5", "1e3", "9223372036854775808", "0x10", "1_000", "1 2")) {
            assertThatThrownBy(() -> integer(wrong)).hasMessageContaining("\"" + wrong + "\" is no whole number");
        }
        for (String wrong : List.of("", "4,5", "NaN", "Infinity", "1e999", "0x1p3", "1d", "5 %")) {
            assertThatThrownBy(() -> number(wrong)).hasMessageContaining("\"" + wrong + "\" is no number");
        }
        assertThatThrownBy(() -> number("a".repeat(5000)))
                .satisfies(wrong -> assertThat(wrong.getMessage()).hasSizeLessThan(200));
    }

    private static long integer(String text) throws Exception {
        return NodeHarness.of(new TextToInteger())
                .run(new TextToInteger.In(text))
                .value();
    }

    private static double number(String text) throws Exception {
        return NodeHarness.of(new TextToNumber()).run(new TextToNumber.In(text)).value();
    }

    /** Whole numbers agree with those that have no bounds, or are refused where they have no room. */
    @Test
    void wholeNumbersAreExactOrRefused() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            long a = random.nextLong() >> random.nextInt(64);
            long b = random.nextLong() >> random.nextInt(64);
            BigInteger x = BigInteger.valueOf(a);
            BigInteger y = BigInteger.valueOf(b);
            check(a, ArithmeticOperation.ADD, b, x.add(y));
            check(a, ArithmeticOperation.SUBTRACT, b, x.subtract(y));
            check(a, ArithmeticOperation.MULTIPLY, b, x.multiply(y));
            check(a, ArithmeticOperation.MINIMUM, b, x.min(y));
            check(a, ArithmeticOperation.MAXIMUM, b, x.max(y));
            int power = random.nextInt(70);
            check(a, ArithmeticOperation.POWER, power, x.pow(power));
            if (b != 0) {
                BigInteger[] parts = x.divideAndRemainder(y);
                boolean down = parts[1].signum() != 0 && parts[1].signum() != y.signum();
                BigInteger quotient = down ? parts[0].subtract(BigInteger.ONE) : parts[0];
                check(a, ArithmeticOperation.DIVIDE, b, quotient);
                check(a, ArithmeticOperation.REMAINDER, b, x.subtract(quotient.multiply(y)));
            }
        }
        check(
                Long.MIN_VALUE,
                ArithmeticOperation.DIVIDE,
                -1,
                BigInteger.valueOf(Long.MIN_VALUE).negate());
    }

    private static void check(long a, ArithmeticOperation operation, long b, BigInteger expected) throws Exception {
        if (expected.bitLength() < 64) {
            assertThat(calculate(a, operation, b))
                    .as(a + " " + operation + " " + b)
                    .isEqualTo(expected.longValue());
        } else {
            assertThatThrownBy(() -> calculate(a, operation, b))
                    .as(a + " " + operation + " " + b)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("does not fit in 64 bits");
        }
    }

    @Test
    void fractionsGiveFractions() throws Exception {
        assertThat(calculate(7, ArithmeticOperation.DIVIDE, 2.0)).isEqualTo(3.5);
        assertThat(calculate(-7.5, ArithmeticOperation.REMAINDER, 2)).isEqualTo(0.5);
        assertThat(calculate(2, ArithmeticOperation.POWER, 0.5)).isEqualTo(Math.sqrt(2));
    }

    @Test
    void whatIsNoNumberIsRefused() {
        for (Number zero : List.of(0L, 0.0, -0.0)) {
            assertThatThrownBy(() -> calculate(1L, ArithmeticOperation.DIVIDE, zero))
                    .hasMessage("A number cannot be divided by 0.");
            assertThatThrownBy(() -> calculate(1L, ArithmeticOperation.REMAINDER, zero))
                    .hasMessage("A number cannot be divided by 0.");
        }
        assertThatThrownBy(() -> calculate(2L, ArithmeticOperation.POWER, -1L)).hasMessageContaining("use fractions");
        assertThatThrownBy(() -> calculate(-1.5, ArithmeticOperation.POWER, 0.5))
                .hasMessageContaining("is no number");
        assertThatThrownBy(() -> calculate(1e308, ArithmeticOperation.MULTIPLY, 10))
                .hasMessageContaining("too large");
    }

    @Test
    void comparesLikeWithLike() throws Exception {
        assertThat(compare(1L, Comparison.LESS, 1.5)).isTrue();
        assertThat(compare(2L, Comparison.EQUAL, 2.0)).isTrue();
        assertThat(compare(Long.MAX_VALUE, Comparison.EQUAL, Long.MAX_VALUE - 1))
                .isFalse();
        assertThat(compare(Long.MAX_VALUE, Comparison.LESS, 0x1p63)).isTrue();
        assertThat(compare("a", Comparison.LESS_OR_EQUAL, "b")).isTrue();
        assertThat(compare("a", Comparison.NOT_EQUAL, "a")).isFalse();
        assertThat(compare(true, Comparison.GREATER, false)).isTrue();
        assertThat(compare(3, Comparison.GREATER_OR_EQUAL, 3L)).isTrue();
        assertThatThrownBy(() -> compare("1", Comparison.EQUAL, 1L)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void joinsTruthValues() throws Exception {
        Map<LogicOperation, List<Boolean>> expected = Map.of(
                LogicOperation.ALL, List.of(true, false, true, false),
                LogicOperation.ANY, List.of(false, true, true, false),
                LogicOperation.NONE, List.of(true, false, false, true),
                LogicOperation.ONE, List.of(false, true, false, false));
        List<List<Boolean>> cases = List.of(List.of(), List.of(true, false), List.of(true, true), List.of(false));
        for (LogicOperation operation : LogicOperation.values()) {
            for (int i = 0; i < cases.size(); i++) {
                assertThat(NodeHarness.of(new Logic())
                                .run(new Logic.In(cases.get(i), operation))
                                .result())
                        .as(operation + " of " + cases.get(i))
                        .isEqualTo(expected.get(operation).get(i));
            }
        }
    }
}
