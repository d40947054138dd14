package dev.zograf.api.value;

import dev.zograf.api.PortType;

/** One or several masks: {@code [batch, height, width]}, from 0 (leave) to 1 (apply, repaint). */
@PortType("mask")
public final class Mask {

    private final FloatTensor values;

    private Mask(FloatTensor values) {
        if (values.rank() != 3 || values.size() == 0) {
            throw new IllegalArgumentException("Masks have the shape [batch, height, width], not " + values + ".");
        }
        this.values = values;
    }

    /**
     * Masks from their values {@code [batch, height, width]} in 0 to 1.
     *
     * @throws IllegalArgumentException if the shape is another or there is no value
     */
    public static Mask of(FloatTensor values) {
        return new Mask(values);
    }

    /** {@code [batch, height, width]}. */
    public FloatTensor values() {
        return values;
    }

    /** How many masks. */
    public int batch() {
        return values.dim(0);
    }

    /** Values in a row. */
    public int width() {
        return values.dim(2);
    }

    /** Rows. */
    public int height() {
        return values.dim(1);
    }

    @Override
    public String toString() {
        return batch() + " mask" + (batch() == 1 ? "" : "s") + " of " + width() + "x" + height();
    }
}
