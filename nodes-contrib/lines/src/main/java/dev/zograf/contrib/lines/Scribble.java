package dev.zograf.contrib.lines;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;

/** Makes strokes as if scribbled by hand, white on black. */
@NodeType(id = "contrib.scribble", title = "Scribble", category = "image/guide")
@Doc("Makes strokes as if scribbled by hand, white on black.")
public final class Scribble implements Node<Scribble.In, Scribble.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc(
                    "What the picture is taken for: lines finds the dark lines of a picture; soft-edges takes the picture for soft edges, such as contrib.soft-edge gives, and makes strokes of them.")
            @Choices({"lines", "soft-edges"})
            @Default("lines")
            String from,

            @Doc("For lines: how dark a line must be, from 0 to 255; lower finds more.")
            @Range(min = 1, max = 255, step = 1)
            @Default("32")
            double threshold,

            @Doc(
                    "The shorter side of the result in pixels, both sides being rounded to multiples of 64, as the Python annotators do; 0 keeps the size.")
            @Range(min = 0, max = 8192)
            @Default("0")
            int resolution) {}

    /** What came of it. */
    public record Out(@Doc("White lines on black.") Image image) {}

    private static final double NARROW = 0.5;
    private static final double WIDE = 5;

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor pixels = Guides.sized(in.image(), in.resolution(), ctx);
        if ("soft-edges".equals(in.from())) {
            return new Out(Guides.image(Thinning.strokes(Guides.grey(pixels), ctx)));
        }
        double least = in.threshold() / 255 / 2;
        FloatTensor lines = DifferenceOfGaussians.darkness(pixels, NARROW, WIDE, ctx);
        return new Out(Guides.image(lines.map(v -> v > least ? 1 : 0)));
    }
}
