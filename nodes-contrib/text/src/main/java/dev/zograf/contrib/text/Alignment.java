package dev.zograf.contrib.text;

/** Where the lines of a text begin and end. */
public enum Alignment {
    /** At the left. */
    LEFT(0),
    /** In the middle. */
    CENTER(0.5),
    /** At the right. */
    RIGHT(1);

    private final double share;

    Alignment(double share) {
        this.share = share;
    }

    /** How much of the free space is at the left. */
    double share() {
        return share;
    }
}
