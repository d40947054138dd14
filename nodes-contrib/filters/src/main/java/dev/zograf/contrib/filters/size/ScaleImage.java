package dev.zograf.contrib.filters.size;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Size;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.filters.pixels.Sizes;

/** Gives pictures another size and keeps their shape. */
@NodeType(id = "contrib.scale-image", title = "Scale image", category = "image/transform")
@Doc("Gives pictures another size and keeps their shape.")
public final class ScaleImage implements Node<ScaleImage.In, ScaleImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("What the value means: times the size, megapixels of 1024x1024, or the length of a side in pixels.")
            @Choices({"factor", "megapixels", "longest", "shortest", "width", "height"})
            @Default("factor")
            String by,

            @Doc("The factor, the megapixels or the pixels of the side.") @Range(min = 0.001, max = 16384)
            double value,

            @Doc("Both sides are rounded to a multiple of this, as models want it.")
            @Range(min = 1, max = 1024)
            @Default("1")
            int multipleOf,

            @Doc("How pixels in between are made up; auto takes area when shrinking and lanczos when enlarging.")
            @Choices({"auto", "nearest", "bilinear", "bicubic", "area", "lanczos"})
            @Default("auto")
            String kernel) {}

    /** What came of it. */
    public record Out(
            @Doc("The pictures in their new size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int width = in.image().width();
        int height = in.image().height();
        double scale = switch (in.by()) {
            case "factor" -> in.value();
            case "megapixels" -> Math.sqrt(in.value() * 1024 * 1024 / ((double) width * height));
            case "longest" -> in.value() / Math.max(width, height);
            case "shortest" -> in.value() / Math.min(width, height);
            case "width" -> in.value() / width;
            default -> in.value() / height;
        };
        Size size = Sizes.of("value", round(scale * width, in.multipleOf()), round(scale * height, in.multipleOf()));
        FloatTensor pixels = in.image().pixels();
        return new Out(Pixels.image(Resizing.resize(pixels, size.width(), size.height(), in.kernel(), ctx)));
    }

    private static long round(double side, int multipleOf) {
        return Math.max(1, Math.round(side / multipleOf)) * multipleOf;
    }
}
