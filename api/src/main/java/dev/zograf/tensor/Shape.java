package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sizes along all axes. A shape may be unknown as a whole: the result of an operation that was already reported as wrong,
 * so that one mistake is reported once and building goes on to find the others.
 */
public final class Shape {

    private static final Shape UNKNOWN = new Shape(Optional.empty());

    private final Optional<List<Dim>> dims;

    private Shape(Optional<List<Dim>> dims) {
        this.dims = dims;
    }

    /** A shape. */
    public static Shape of(List<Dim> dims) {
        return new Shape(Optional.of(List.copyOf(dims)));
    }

    /** A shape of known sizes. */
    public static Shape of(long... sizes) {
        return of(Arrays.stream(sizes).mapToObj(Dim::of).toList());
    }

    /** The shape of what cannot be said because of a mistake elsewhere. */
    public static Shape unknown() {
        return UNKNOWN;
    }

    /** Whether anything is known of it. */
    public boolean isKnown() {
        return dims.isPresent();
    }

    /**
     * The sizes.
     *
     * @throws IllegalStateException unless {@link #isKnown()}
     */
    public List<Dim> dims() {
        return dims.orElseThrow(() -> new IllegalStateException("The shape is unknown."));
    }

    /** How many axes. */
    public int rank() {
        return dims().size();
    }

    /** The size along an axis, counted from the end if negative. */
    public Dim dim(int axis) {
        return dims().get(axis < 0 ? rank() + axis : axis);
    }

    /** The product of all sizes. */
    public Dim size() {
        Dim size = Dim.of(1);
        for (Dim dim : dims()) {
            size = size.times(dim);
        }
        return size;
    }

    /** Whether every size is a number. */
    public boolean isFixed() {
        return dims().stream().allMatch(Dim::isFixed);
    }

    /** The shape with other sizes on its last two axes; an unknown shape stays so. */
    Shape withSpatial(Dim height, Dim width) {
        if (!isKnown()) {
            return this;
        }
        List<Dim> all = new ArrayList<>(dims());
        all.set(all.size() - 2, height);
        all.set(all.size() - 1, width);
        return of(all);
    }

    /** The sizes of what arithmetic on two tensors gives, as NumPy has it, or empty if they do not go together. */
    static Optional<List<Dim>> broadcast(List<Dim> a, List<Dim> b) {
        List<Dim> out = new ArrayList<>();
        Dim one = Dim.of(1);
        for (int i = Math.max(a.size(), b.size()); i > 0; i--) {
            Dim x = i <= a.size() ? a.get(a.size() - i) : one;
            Dim y = i <= b.size() ? b.get(b.size() - i) : one;
            if (!x.equals(y) && !x.equals(one) && !y.equals(one)) {
                return Optional.empty();
            }
            out.add(x.equals(one) ? y : x);
        }
        return Optional.of(out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && shape.dims.equals(dims);
    }

    @Override
    public int hashCode() {
        return dims.hashCode();
    }

    @Override
    public String toString() {
        return dims.map(List::toString).orElse("[?]");
    }
}
