package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The size along one axis: a number times a product of symbols such as {@code batch} or {@code height}, whose values are known
 * only when the network runs. What cannot be said as a product, such as the height after a convolution of stride 2, is a
 * symbol of its own whose name is the formula; equal formulas are equal sizes.
 */
public final class Dim {

    private final long factor;
    private final List<String> symbols;

    private Dim(long factor, List<String> symbols) {
        this.factor = factor;
        this.symbols = symbols;
    }

    /** A known size. */
    public static Dim of(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("A size cannot be " + size + ".");
        }
        return new Dim(size, List.of());
    }

    /** A size that is known only when the network runs. */
    public static Dim symbol(String name) {
        return new Dim(1, List.of(name));
    }

    /** Whether the size is a number. */
    public boolean isFixed() {
        return symbols.isEmpty();
    }

    /**
     * The number.
     *
     * @throws IllegalStateException unless {@link #isFixed()}
     */
    public long fixed() {
        if (!isFixed()) {
            throw new IllegalStateException("The size " + this + " is known only when the network runs.");
        }
        return factor;
    }

    /** The number in front of the symbols. */
    public long factor() {
        return factor;
    }

    /** The symbols, sorted, repeated if they occur several times. */
    public List<String> symbols() {
        return symbols;
    }

    /** The product. */
    public Dim times(Dim other) {
        List<String> all = new ArrayList<>(symbols);
        all.addAll(other.symbols);
        all.sort(null);
        return new Dim(factor * other.factor, List.copyOf(all));
    }

    /** The product. */
    public Dim times(long other) {
        return new Dim(factor * other, symbols);
    }

    /** The quotient, rounded down. */
    public Dim over(long divisor) {
        if (factor % divisor == 0) {
            return new Dim(factor / divisor, symbols);
        }
        return isFixed() ? of(factor / divisor) : symbol("floor(" + this + "/" + divisor + ")");
    }

    /** The sum. */
    public Dim plus(Dim other) {
        if (symbols.equals(other.symbols)) {
            return new Dim(factor + other.factor, symbols);
        }
        if (other.isFixed() && other.factor == 0) {
            return this;
        }
        return isFixed() && factor == 0 ? other : symbol("(" + this + "+" + other + ")");
    }

    /**
     * The size after a convolution or pooling: {@code floor((size + padding - dilation * (kernel - 1) - 1) / stride) + 1}.
     *
     * @param padding both ends together
     */
    public Dim convolved(long kernel, long stride, long padding, long dilation) {
        long reach = dilation * (kernel - 1) + 1;
        if (isFixed()) {
            return of(Math.floorDiv(factor + padding - reach, stride) + 1);
        }
        if (stride == 1 && padding == reach - 1) {
            return this;
        }
        if (factor % stride == 0 && Math.floorDiv(padding - reach, stride) == -1) {
            return new Dim(factor / stride, symbols);
        }
        return symbol("floor((" + this + "+" + (padding - reach) + ")/" + stride + "+1)");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dim dim && dim.factor == factor && dim.symbols.equals(symbols);
    }

    @Override
    public int hashCode() {
        return Objects.hash(factor, symbols);
    }

    @Override
    public String toString() {
        if (isFixed()) {
            return Long.toString(factor);
        }
        return (factor == 1 ? "" : factor + "*") + String.join("*", symbols);
    }
}
