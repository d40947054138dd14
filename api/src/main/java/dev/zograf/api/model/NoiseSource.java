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

        /**
         * Standard normal numbers that belong to the way from one amount of noise to another. By default the next ones; a source
         * that follows one Brownian path gives its increments, which are the same whatever the steps in between.
         */
        default FloatTensor between(double from, double to, int... shape) {
            return normal(shape);
        }

        /**
         * The stream for what the steps of a run draw, after its latent was noised. By default this one goes on; a source may have
         * another for it.
         *
         * @param least the least amount of noise on the way above none
         * @param most the largest
         */
        default Stream forSteps(double least, double most) {
            return this;
        }

        /** The position after all that was drawn so far. */
        NoiseSource mark();
    }
}
