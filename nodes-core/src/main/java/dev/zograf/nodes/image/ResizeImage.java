package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import java.util.Locale;

/** Gives pictures another size. */
@Doc("Gives pictures another size.")
@NodeType(id = "resize-image", title = "Resize image", category = "image/transform")
public final class ResizeImage implements Node<ResizeImage.In, ResizeImage.Out> {

    /** What to resize, and to which size. */
    public record In(
            @Doc("The pictures to resize.") Image image,

            @Doc("The new width in pixels; 0 follows from the height.")
            @Range(min = 0, max = 16384)
            @Default("0")
            @Unit("px")
            int width,

            @Doc("The new height in pixels; 0 follows from the width.")
            @Range(min = 0, max = 16384)
            @Default("0")
            @Unit("px")
            int height,

            @Doc("How pixels in between are made up.")
            @Choices({"nearest", "bilinear", "bicubic", "lanczos"})
            @Default("lanczos")
            String filter) {

        /** At least one of the sizes must be given, and not too many pixels in all. */
        public In {
            if (width == 0 && height == 0) {
                throw new InvalidInputException("width", "Give a width, a height or both.");
            }
            if ((long) width * height > PictureFile.MAX_PIXELS) {
                throw new InvalidInputException("width", "A picture of " + width + "x" + height + " is too large.");
            }
        }
    }

    /** What came of it. */
    public record Out(@Doc("The pictures in the new size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        int width = in.width() > 0 ? in.width() : follow(in.height(), image.width(), image.height());
        int height = in.height() > 0 ? in.height() : follow(in.width(), image.height(), image.width());
        if ((long) width * height > PictureFile.MAX_PIXELS) {
            throw new InvalidInputException(
                    in.width() > 0 ? "width" : "height", "A picture of " + width + "x" + height + " is too large.");
        }
        ctx.willMake(width, height, image.batch());
        Resampling filter = Resampling.valueOf(in.filter().toUpperCase(Locale.ROOT));
        return new Out(Image.of(filter.resize(image.pixels(), width, height)));
    }

    private static int follow(int given, int side, int other) {
        return (int) Math.max(1, Math.round((double) given * side / other));
    }
}
