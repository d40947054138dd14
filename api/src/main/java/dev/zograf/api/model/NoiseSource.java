package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.value.FloatTensor;

/**
 * A position in a reproducible stream of standard normal numbers. The source itself is immutable: each {@link #open()} starts
 * again at the same position, and {@link Stream#mark()} gives the position after what was drawn, so that several nodes can
 * draw from one generator in turn, as the Python originals do.
 */
@PortType("noise")
public interface NoiseSource {

    /** A stream of one's own that starts here. */
    Stream open();

    /** Draws numbers in order. For one thread. */
    interface Stream {

        /** The next standard normal numbers in the shape. How they are drawn may depend on how many are asked for at once. */
        FloatTensor normal(int... shape);

        /** The position after all that was drawn so far. */
        NoiseSource mark();
    }
}
