package dev.zograf.nodes.editing;

import dev.zograf.api.PortType;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.util.List;

/**
 * What is needed to put painted pieces back into the pictures that they were cut out of: the pictures, where the pieces were, and how much of
 * a piece shows at each pixel. Immutable.
 */
@PortType("stitch")
public final class Stitch {

    private final Image pictures;
    private final List<Box> boxes;
    private final Mask shows;

    private Stitch(Image pictures, List<Box> boxes, Mask shows) {
        this.pictures = pictures;
        this.boxes = boxes;
        this.shows = shows;
    }

    /**
     * Pieces of pictures.
     *
     * @param boxes one for each picture
     * @param shows one for each picture, of the pictures' size: 0 keeps a pixel to the bit, 1 takes the piece's
     */
    static Stitch of(Image pictures, List<Box> boxes, Mask shows) {
        return new Stitch(pictures, List.copyOf(boxes), shows);
    }

    Image pictures() {
        return pictures;
    }

    List<Box> boxes() {
        return boxes;
    }

    Mask shows() {
        return shows;
    }

    @Override
    public String toString() {
        return "pieces of " + pictures;
    }
}
