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
import dev.zograf.contrib.opencv.Edges;

/** Draws how quickly pictures change. */
@NodeType(id = "contrib.gradient", title = "Gradient", category = "image/guide")
@Doc("Draws how quickly pictures change.")
public final class Gradient implements Node<Gradient.In, Gradient.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc(
                    "What is drawn: sobel is the length of the gradient; laplacian the size of the second derivative, which doubles lines.")
            @Choices({"sobel", "laplacian"})
            @Default("sobel")
            String by,

            @Doc("Times the result; 1 makes a step from black to white white.")
            @Range(min = 0, max = 100, step = 0.1)
            @Default("1")
            double gain,

            @Doc(
                    "The shorter side of the result in pixels, both sides being rounded to multiples of 64, as the Python annotators do; 0 keeps the size.")
            @Range(min = 0, max = 8192)
            @Default("0")
            int resolution) {}

    /** What came of it. */
    public record Out(@Doc("White lines on black.") Image image) {}

    /** What a step from black to white gives, whose brightness is then 1. */
    private static final double STEP_OF_SOBEL = 4;

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor grey = Guides.grey(Guides.sized(in.image(), in.resolution(), ctx));
        FloatTensor edges = "sobel".equals(in.by())
                ? Edges.sobel(grey, ctx).over(STEP_OF_SOBEL)
                : Edges.laplacian(grey, ctx).map(Math::abs);
        return new Out(Guides.image(edges.times(in.gain())));
    }
}
