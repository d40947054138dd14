package dev.zograf.nodes.conditioning;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Area;
import dev.zograf.api.value.FloatTensor;

/** A rectangle of a latent, in latent pixels. */
record Rectangle(int top, int left, int height, int width) {

    /** The whole latent. */
    static Rectangle whole(FloatTensor x) {
        return new Rectangle(0, 0, x.dim(2), x.dim(3));
    }

    /**
     * Where an area lies in a latent: pixels divided by the factor and rounded down, shares rounded to the nearest; what reaches beyond the
     * latent is cut off.
     *
     * @param factor pixels of the picture for one of the latent
     */
    static Rectangle of(Area area, FloatTensor x, int factor) {
        int height = x.dim(2);
        int width = x.dim(3);
        Rectangle wanted = area.isShares()
                ? new Rectangle(
                        (int) Math.rint(area.top() * height),
                        (int) Math.rint(area.left() * width),
                        (int) Math.max(1, Math.rint(area.height() * height)),
                        (int) Math.max(1, Math.rint(area.width() * width)))
                : new Rectangle(
                        (int) (area.top() / factor),
                        (int) (area.left() / factor),
                        (int) Math.max(1, area.height() / factor),
                        (int) Math.max(1, area.width() / factor));
        if (wanted.top >= height || wanted.left >= width) {
            throw new InvalidInputException(
                    "positive",
                    "A prompt is for the area " + area + ", which lies outside of the picture of " + width * factor
                            + "x" + height * factor + " pixels: move the area, or paint a larger picture.");
        }
        return wanted.within(height, width);
    }

    /** Without what reaches beyond a latent of that size. */
    Rectangle within(int ofHeight, int ofWidth) {
        return new Rectangle(top, left, Math.min(height, ofHeight - top), Math.min(width, ofWidth - left));
    }

    /** Whether the other one lies in this one. */
    boolean contains(Rectangle other) {
        return top <= other.top
                && left <= other.left
                && top + height >= other.top + other.height
                && left + width >= other.left + other.width;
    }

    /** How many pixels it has. */
    int size() {
        return height * width;
    }

    /** What of a tensor {@code [batch, channels, h, w]} lies in it. */
    FloatTensor cut(FloatTensor x) {
        return equals(whole(x)) ? x : x.slice(2, top, top + height).slice(3, left, left + width);
    }
}
