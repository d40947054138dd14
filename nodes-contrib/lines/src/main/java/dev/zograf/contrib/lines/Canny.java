package dev.zograf.contrib.lines;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.opencv.Edges;

/** Draws the edges of pictures by Canny's method, thin and hard. As {@code cv2.Canny} on the
 * 8-bit picture with an aperture of 3. */
@NodeType(id = "contrib.canny", title = "Canny edges", category = "image/guide")
@Doc("Draws the edges of pictures by Canny's method, thin and hard.")
public final class Canny implements Node<Canny.In, Canny.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("Gradients above it go on with a line, from 0 to 255.")
            @Range(min = 0, max = 255, step = 1)
            @Default("100")
            double low,

            @Doc("Gradients above it begin a line, from 0 to 255.") @Range(min = 0, max = 255, step = 1) @Default("200")
            double high,

            @Doc(
                    "Whether the gradient has its Euclidean length, which is more exact, instead of the sum of both parts.")
            @Default("false")
            boolean euclidean,

            @Doc(
                    "The shorter side of the result in pixels, both sides being rounded to multiples of 64, as the Python annotators do; 0 keeps the size.")
            @Range(min = 0, max = 8192)
            @Default("0")
            int resolution) {

        /** The low threshold cannot be above the high one. */
        public In {
            if (low > high) {
                throw new InvalidInputException(
                        "low", "The low threshold " + low + " is above the high one, " + high + "; swap them.");
            }
        }
    }

    /** What came of it. */
    public record Out(@Doc("White lines on black.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor pixels = Guides.sized(in.image(), in.resolution(), ctx);
        return new Out(Guides.image(Edges.canny(pixels, in.low(), in.high(), in.euclidean(), ctx)));
    }
}
