package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.Interpolation;

/** Joins two pictures with transparency to one (Porter and Duff 1984, "Compositing Digital Images"). */
@NodeType(id = "composite-alpha", title = "Composite with alpha", category = "image")
@Doc("Joins two pictures with transparency to one (Porter and Duff 1984).")
public final class CompositeAlpha implements Node<CompositeAlpha.In, CompositeAlpha.Out> {

    /** What to join, and how. */
    public record In(
            @Doc("The pictures above.") Image source,

            @Doc("How transparent they are: 1 is wholly, as load-image gives it.")
            Mask sourceAlpha,

            @Doc(
                    "The pictures below; the result has their size. Whatever has another size, the largest middle part of this shape is scaled.")
            Image destination,

            @Doc("How transparent they are.") Mask destinationAlpha,

            @Doc("How both are joined.") @Default("dst") PorterDuff mode) {}

    /** The result. */
    public record Out(
            @Doc("As many pictures as the shortest of the four inputs has.")
            Image image,

            @Doc("How transparent they are.") Mask alpha) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int batch = Math.min(
                Math.min(in.source().batch(), in.sourceAlpha().batch()),
                Math.min(in.destination().batch(), in.destinationAlpha().batch()));
        int h = in.destination().height();
        int w = in.destination().width();
        FloatTensor source = sized(in.source().pixels(), batch, h, w);
        FloatTensor destination = in.destination().pixels().slice(0, 0, batch);
        FloatTensor above = opacity(in.sourceAlpha(), batch, h, w);
        FloatTensor below = opacity(in.destinationAlpha(), batch, h, w);
        PorterDuff mode = in.mode();
        int area = h * w;
        float[] out = new float[batch * 3 * area];
        for (int i = 0; i < out.length; i++) {
            int pixel = i / (3 * area) * area + i % area;
            out[i] = (float) mode.colour(source.at(i), above.at(pixel), destination.at(i), below.at(pixel));
        }
        FloatTensor alpha = above.zip(below, mode::alpha).map(v -> 1 - v);
        return new Out(Image.of(FloatTensor.wrap(out, batch, 3, h, w)), Mask.of(alpha.reshape(batch, h, w)));
    }

    /** {@code [batch, 1, h, w]}. */
    private static FloatTensor opacity(Mask mask, int batch, int h, int w) {
        FloatTensor planes = mask.values().reshape(mask.batch(), 1, mask.height(), mask.width());
        return sized(planes, batch, h, w).map(v -> 1 - v);
    }

    private static FloatTensor sized(FloatTensor planes, int batch, int h, int w) {
        FloatTensor some = planes.slice(0, 0, batch);
        return some.dim(2) == h && some.dim(3) == w ? some : Interpolation.BICUBIC.resizeMiddle(some, h, w);
    }
}
