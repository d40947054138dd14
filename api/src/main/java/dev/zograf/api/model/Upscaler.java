package dev.zograf.api.model;

import dev.zograf.api.PortType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;

/** A super-resolution network. Immutable. */
@PortType("upscaler")
public interface Upscaler {

    /**
     * The pictures enlarged, values clipped to 0 to 1.
     *
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    Image upscale(Image image, RunContext ctx);

    /**
     * As {@link #upscale(Image, RunContext)}, in tiles as the caller wants them. One that does not cut pictures up makes the whole at once.
     *
     * @throws dev.zograf.api.InvalidInputException if the tiles cannot be so
     * @throws dev.zograf.api.CancelledException if the run was cancelled
     */
    default Image upscale(Image image, Tiling tiling, RunContext ctx) {
        return upscale(image, ctx);
    }

    /** How many times wider and higher. */
    int factor();
}
