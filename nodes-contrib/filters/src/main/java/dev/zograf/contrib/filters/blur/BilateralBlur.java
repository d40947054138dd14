package dev.zograf.contrib.filters.blur;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.opencv.Blur;

/** Smooths surfaces and keeps edges. */
@NodeType(id = "contrib.bilateral-blur", title = "Bilateral blur", category = "image/blur")
@Doc("Smooths surfaces and keeps edges.")
public final class BilateralBlur implements Node<BilateralBlur.In, BilateralBlur.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("Pixels from the middle to the edge of what is looked at; the time grows with its square.")
            @Range(min = 1, max = 50)
            @Default("4")
            int radius,

            @Doc("How different colours may be to be mixed, their channels going from 0 to 1.")
            @Range(min = 0.001, max = 10, step = 0.01)
            @Default("0.1")
            double sigmaColour,

            @Doc("How far away pixels may be to be mixed, in pixels.")
            @Range(min = 0.1, max = 250, step = 0.1)
            @Default("4")
            double sigmaSpace) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(
                Pixels.image(Blur.bilateral(in.image().pixels(), in.radius(), in.sigmaColour(), in.sigmaSpace(), ctx)));
    }
}
