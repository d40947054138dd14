package dev.zograf.contrib.filters.size;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;

/** A part of pictures or masks. */
public final class Cropping {

    private Cropping() {}

    /**
     * The rectangle.
     *
     * @throws InvalidInputException if it reaches out of the picture, naming both
     */
    public static FloatTensor crop(FloatTensor planes, int x, int y, int width, int height) {
        if ((long) x + width > planes.dim(3) || (long) y + height > planes.dim(2)) {
            throw new InvalidInputException(
                    "width",
                    "A part of " + width + "x" + height + " at " + x + "," + y + " reaches out of " + planes.dim(3)
                            + "x" + planes.dim(2) + " pixels; make it smaller or move it.");
        }
        return planes.slice(2, y, y + height).slice(3, x, x + width);
    }
}
