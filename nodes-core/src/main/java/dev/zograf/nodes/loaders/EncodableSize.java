package dev.zograf.nodes.loaders;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.Image;

/** The sizes of pictures that an autoencoder takes. */
final class EncodableSize {

    private EncodableSize() {}

    /** Refuses pictures whose sides are no multiples of the factor, with the nearest size that is fine. */
    static void require(Image image, int factor) {
        if (image.width() % factor != 0 || image.height() % factor != 0) {
            throw new InvalidInputException(
                    "image",
                    "The picture is " + image.size() + ", but both sides must be multiples of " + factor
                            + ": crop or resize it to " + nearest(image.width(), factor) + "x"
                            + nearest(image.height(), factor) + ".");
        }
    }

    private static int nearest(int side, int factor) {
        return Math.max(1, Math.round((float) side / factor)) * factor;
    }
}
