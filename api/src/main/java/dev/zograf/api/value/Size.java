package dev.zograf.api.value;

import dev.zograf.api.PortType;

/** The size of a picture in pixels. */
@PortType("size")
public final class Size {

    private final int width;
    private final int height;

    private Size(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * A size.
     *
     * @throws IllegalArgumentException unless both are at least 1
     */
    public static Size of(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("A picture cannot be " + width + "x" + height + ".");
        }
        return new Size(width, height);
    }

    /** Pixels in a row. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Size size && size.width == width && size.height == height;
    }

    @Override
    public int hashCode() {
        return 31 * width + height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
