package dev.zograf.contrib.chat.imagine;

import java.util.Optional;

/**
 * A model that people may paint with, and how.
 *
 * @param name what people call it
 * @param model a name in the engine's model folders, or a path
 * @param width pixels in a row, a multiple of 8; 0 for the model's own size
 * @param height rows, a multiple of 8; 0 for the model's own size
 * @param steps from noise to picture
 * @param cfg how closely the prompt is followed
 * @param enlarge the network that enlarges each picture before it is shown
 * @param upscaler the network behind the buttons U1 to U4
 */
public record Style(
        String name,
        String model,
        int width,
        int height,
        int steps,
        double cfg,
        Optional<String> enlarge,
        Optional<String> upscaler) {

    /** The model that ships: it paints 64 by 64 pixels, which are shown four times as large. */
    public static final Style SHIPPED = new Style(
            "emoji",
            "emoji",
            0,
            0,
            20,
            4,
            Optional.of("realesr-animevideov3-x4"),
            Optional.of("realesr-animevideov3-x4"));
}
