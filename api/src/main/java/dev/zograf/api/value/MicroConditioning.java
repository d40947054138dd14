package dev.zograf.api.value;

import java.util.Objects;
import java.util.Optional;

/**
 * What SDXL is told of the picture beside the text: how large the original of such a picture is, where it was cut, and the size to paint
 * (Podell et al. 2023, section 2.2). Its refiner is told an aesthetic score in place of the size to paint. Immutable.
 */
public final class MicroConditioning {

    /** Where a conditioning keeps it; without it, the original and the picture are as large as what is painted, and nothing was cut. */
    public static final Conditioning.Key<MicroConditioning> KEY =
            new Conditioning.Key<>("micro-conditioning", MicroConditioning.class);

    private final Optional<Size> original;
    private final int top;
    private final int left;
    private final Optional<Size> target;
    private final Optional<Double> aesthetic;

    private MicroConditioning(
            Optional<Size> original, int top, int left, Optional<Size> target, Optional<Double> aesthetic) {
        this.original = original;
        this.top = top;
        this.left = left;
        this.target = target;
        this.aesthetic = aesthetic;
    }

    /**
     * What to tell.
     *
     * @param original the size of the original; that of the painted picture if it is empty
     * @param top how many rows were cut off above
     * @param left how many columns were cut off on the left
     * @param target the size after cutting; that of the painted picture if it is empty
     * @param aesthetic the score, mostly 1 to 10; what is usual for that side of guidance if it is empty
     */
    public static MicroConditioning of(
            Optional<Size> original, int top, int left, Optional<Size> target, Optional<Double> aesthetic) {
        return new MicroConditioning(original, top, left, target, aesthetic);
    }

    /** The size of the original, if it is not that of the painted picture. */
    public Optional<Size> original() {
        return original;
    }

    /** How many rows were cut off above. */
    public int top() {
        return top;
    }

    /** How many columns were cut off on the left. */
    public int left() {
        return left;
    }

    /** The size after cutting, if it is not that of the painted picture. */
    public Optional<Size> target() {
        return target;
    }

    /** The score, if it is not the usual one. */
    public Optional<Double> aesthetic() {
        return aesthetic;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MicroConditioning told
                && original.equals(told.original)
                && top == told.top
                && left == told.left
                && target.equals(told.target)
                && aesthetic.equals(told.aesthetic);
    }

    @Override
    public int hashCode() {
        return Objects.hash(original, top, left, target, aesthetic);
    }

    @Override
    public String toString() {
        return "original " + original.map(Size::toString).orElse("as painted") + ", cut at " + top + ", " + left
                + ", target " + target.map(Size::toString).orElse("as painted");
    }
}
