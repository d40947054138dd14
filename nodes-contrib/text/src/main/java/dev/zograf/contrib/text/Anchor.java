package dev.zograf.contrib.text;

/** A place in a picture. */
public enum Anchor {
    /** The upper left corner. */
    TOP_LEFT(0, 0),
    /** The middle of the upper edge. */
    TOP(0.5, 0),
    /** The upper right corner. */
    TOP_RIGHT(1, 0),
    /** The middle of the left edge. */
    LEFT(0, 0.5),
    /** The middle. */
    CENTER(0.5, 0.5),
    /** The middle of the right edge. */
    RIGHT(1, 0.5),
    /** The lower left corner. */
    BOTTOM_LEFT(0, 1),
    /** The middle of the lower edge. */
    BOTTOM(0.5, 1),
    /** The lower right corner. */
    BOTTOM_RIGHT(1, 1);

    private final double across;
    private final double down;

    Anchor(double across, double down) {
        this.across = across;
        this.down = down;
    }

    /** The left edge of something of a width in a picture, a margin away from the picture's edges. */
    double x(double picture, double width, double margin) {
        return margin + (picture - 2 * margin - width) * across;
    }

    /** The upper edge of something of a height in a picture, a margin away from the picture's edges. */
    double y(double picture, double height, double margin) {
        return margin + (picture - 2 * margin - height) * down;
    }
}
