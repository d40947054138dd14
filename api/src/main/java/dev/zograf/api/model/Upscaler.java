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

    /** How many times wider and higher. */
    int factor();
}
