package dev.zograf.api.value;

import java.util.Objects;

/** A rectangle of a picture, in pixels or in shares of its sides. */
public final class Area {

    private final double left;
    private final double top;
    private final double width;
    private final double height;
    private final boolean shares;

    private Area(double left, double top, double width, double height, boolean shares) {
        if (!(left >= 0 && top >= 0 && width > 0 && height > 0)) {
            throw new IllegalArgumentException("No area is " + width + "x" + height + " at " + left + "," + top + ".");
        }
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.shares = shares;
    }

    /**
     * A rectangle in pixels of the picture.
     *
     * @throws IllegalArgumentException if it is empty or begins outside
     */
    public static Area ofPixels(int left, int top, int width, int height) {
        return new Area(left, top, width, height, false);
    }

    /**
     * A rectangle in shares of the picture's sides, 0 to 1.
     *
     * @throws IllegalArgumentException if it is empty or begins outside
     */
    public static Area ofShares(double left, double top, double width, double height) {
        return new Area(left, top, width, height, true);
    }

    /** Where it begins, from the left. */
    public double left() {
        return left;
    }

    /** Where it begins, from the top. */
    public double top() {
        return top;
    }

    /** How wide it is. */
    public double width() {
        return width;
    }

    /** How high it is. */
    public double height() {
        return height;
    }

    /** Whether the numbers are shares of the picture's sides, not pixels. */
    public boolean isShares() {
        return shares;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Area area
                && area.left == left
                && area.top == top
                && area.width == width
                && area.height == height
                && area.shares == shares;
    }

    @Override
    public int hashCode() {
        return Objects.hash(left, top, width, height, shares);
    }

    @Override
    public String toString() {
        return width + "x" + height + " at " + left + "," + top + (shares ? " of the sides" : " px");
    }
}
