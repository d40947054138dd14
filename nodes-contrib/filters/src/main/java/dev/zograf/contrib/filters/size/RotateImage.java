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
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Size;
import dev.zograf.contrib.filters.pixels.Colours;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.filters.pixels.Sizes;
import dev.zograf.contrib.opencv.Geometry;
import dev.zograf.contrib.opencv.Kernel;
import dev.zograf.contrib.opencv.Silently;
import java.util.Locale;

/** Turns pictures counter-clockwise by any angle. */
@NodeType(id = "contrib.rotate-image", title = "Rotate image", category = "image/transform")
@Doc("Turns pictures counter-clockwise by any angle.")
public final class RotateImage implements Node<RotateImage.In, RotateImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The angle in degrees, counter-clockwise.") @Range(min = -3600, max = 3600, step = 1)
            double angle,

            @Doc("Whether the canvas grows so that nothing is cut off.") @Default("true")
            boolean expand,

            @Doc("How pixels in between are made up; quarter turns need none.")
            @Choices({"nearest", "bilinear", "bicubic", "lanczos"})
            @Default("bicubic")
            String kernel,

            @Doc("The colour of the corners.") @Default("#000000")
            String background) {

        /** The colour must be one. */
        public In {
            Colours.parse("background", background);
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The turned pictures.") Image image,

            @Doc("1 in the corners, where there is no picture.")
            Mask corners) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        double radians = Math.toRadians(in.angle());
        double sin = Math.abs(Math.sin(radians));
        double cos = Math.abs(Math.cos(radians));
        Size canvas = in.expand()
                ? Sizes.of(
                        "image",
                        side(image.width() * cos + image.height() * sin),
                        side(image.width() * sin + image.height() * cos))
                : image.size();
        Kernel kernel = Kernel.valueOf(in.kernel().toUpperCase(Locale.ROOT));
        FloatTensor covered =
                FloatTensor.zeros(1, 1, image.height(), image.width()).map(zero -> 1);
        float[] background = Colours.parse("background", in.background());
        return new Out(
                Pixels.image(turn(image.pixels(), in.angle(), canvas, kernel, background, ctx)),
                Pixels.mask(turn(covered, in.angle(), canvas, Kernel.BILINEAR, new float[] {0}, new Silently(ctx))
                        .map(v -> 1 - v)));
    }

    /** Rounded up, but not for the sake of the last bits. */
    private static long side(double exact) {
        return (long) Math.ceil(exact - 1e-6);
    }

    private static FloatTensor turn(
            FloatTensor planes, double angle, Size canvas, Kernel kernel, float[] background, RunContext ctx) {
        boolean quarters = angle % 90 == 0;
        boolean exact = quarters && (angle % 180 == 0 || planes.dim(2) % 2 == planes.dim(3) % 2);
        boolean fits = quarters
                && canvas.width() == (angle % 180 == 0 ? planes.dim(3) : planes.dim(2))
                && canvas.height() == (angle % 180 == 0 ? planes.dim(2) : planes.dim(3));
        Kernel used = exact || fits ? Kernel.NEAREST : kernel;
        return Geometry.rotate(planes, angle, canvas.width(), canvas.height(), used, background, ctx);
    }
}
