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

/** Draws the dark lines of pictures softly, by a difference of Gaussians. */
@NodeType(id = "contrib.line-art", title = "Line art", category = "image/guide")
@Doc("Draws the dark lines of pictures softly, by a difference of Gaussians.")
public final class LineArt implements Node<LineArt.In, LineArt.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The blur that keeps lines, a standard deviation in pixels.")
            @Range(min = 0, max = 50, step = 0.1)
            @Default("0.5")
            double narrow,

            @Doc("The blur that loses them; above the other.") @Range(min = 0.1, max = 250, step = 0.1) @Default("5")
            double wide,

            @Doc("Times the result.") @Range(min = 0, max = 100, step = 0.1) @Default("4")
            double gain,

            @Doc(
                    "The shorter side of the result in pixels, both sides being rounded to multiples of 64, as the Python annotators do; 0 keeps the size.")
            @Range(min = 0, max = 8192)
            @Default("0")
            int resolution) {

        /** The blurs must differ in the right order. */
        public In {
            if (narrow >= wide) {
                throw new InvalidInputException(
                        "narrow", "The narrow blur " + narrow + " must be below the wide one, " + wide + ".");
            }
        }
    }

    /** What came of it. */
    public record Out(@Doc("White lines on black.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor pixels = Guides.sized(in.image(), in.resolution(), ctx);
        FloatTensor lines = DifferenceOfGaussians.darkness(pixels, in.narrow(), in.wide(), ctx);
        return new Out(Guides.image(lines.times(in.gain())));
    }
}
