package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Size;
import dev.zograf.nodes.latent.Interpolation;
import dev.zograf.nodes.latent.SizeBound;
import java.util.Locale;

/**
 * Gives pictures another size as node-based interfaces do it: PyTorch's {@code interpolate} without a wider kernel where they shrink, or
 * Pillow's Lanczos filter on 8-bit levels, which are cut off, not rounded. The others may leave 0 to 1 a little.
 */
@Doc(
        "Gives pictures another size with the numbers that ComfyUI has: by a factor, to a width and height, to a longer side, or to so many pixels.")
@NodeType(id = "scale-image", title = "Scale image", category = "image/transform")
public final class ScaleImage implements Node<ScaleImage.In, ScaleImage.Out> {

    private static final double MEGA = 1024 * 1024;

    /** What to scale, and how far. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("How what lies between is made up: nearest takes the nearest, area the mean of what a pixel covers.")
            @Choices({"nearest", "bilinear", "area", "bicubic", "lanczos"})
            @Default("bicubic")
            String method,

            @Doc("How many times wider and higher, where nothing else is given.")
            @Range(min = 0.01, max = 8, step = 0.01)
            @Default("1")
            double by,

            @Doc("The new width; 0 follows from the height.") @Range(min = 0, max = 16384) @Default("0") @Unit("px")
            int width,

            @Doc("The new height; 0 follows from the width.") @Range(min = 0, max = 16384) @Default("0") @Unit("px")
            int height,

            @Doc(
                    "Whether the middle part that has the new sides' ratio is scaled; otherwise the whole, stretched if need be.")
            @Default("false")
            boolean crop,

            @Doc(
                    "About how many times 1024x1024 pixels the picture gets, where neither width nor height is given; 0 leaves it to the factor.")
            @Range(min = 0, max = 16, step = 0.01)
            @Default("0")
            double megapixels,

            @Doc("What both sides are rounded to a multiple of, where they follow from megapixels.")
            @Range(min = 1, max = 256)
            @Default("1")
            int multiple,

            @Doc(
                    "The new longer side, where neither width nor height is given; the other one follows. 0 leaves it to the others.")
            @Range(min = 0, max = 16384)
            @Default("0")
            @Unit("px")
            int longest) {}

    /** What came of it. */
    public record Out(@Doc("The pictures in the new size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        Size size = size(in);
        String given = given(in);
        SizeBound.check(given, size.width(), size.height(), "Choose a smaller value of " + given + ".");
        ctx.willMake(size.width(), size.height(), image.batch());
        Image part = in.crop() ? middle(image, size) : image;
        return new Out(
                in.method().equals("lanczos")
                        ? lanczos(part, size)
                        : Image.of(Interpolation.valueOf(in.method().toUpperCase(Locale.ROOT))
                                .resize(part.pixels(), size.height(), size.width())));
    }

    /** The input that the size follows from. */
    private static String given(In in) {
        if (in.width() > 0 || in.height() > 0) {
            return in.width() > 0 ? "width" : "height";
        }
        return in.longest() > 0 ? "longest" : in.megapixels() > 0 ? "megapixels" : "by";
    }

    private static Size size(In in) {
        int width = in.image().width();
        int height = in.image().height();
        if (in.width() > 0 || in.height() > 0) {
            return Size.of(
                    in.width() > 0 ? in.width() : follow(width, in.height(), height),
                    in.height() > 0 ? in.height() : follow(height, in.width(), width));
        }
        if (in.longest() > 0) {
            int longer = Math.max(width, height);
            return Size.of(part(width, longer, in.longest()), part(height, longer, in.longest()));
        }
        if (in.megapixels() > 0) {
            double by = Math.sqrt(in.megapixels() * MEGA / ((double) width * height));
            return Size.of(multiple(width * by, in.multiple()), multiple(height * by, in.multiple()));
        }
        return Size.of(multiple(width * in.by(), 1), multiple(height * in.by(), 1));
    }

    private static int follow(int side, int given, int other) {
        return multiple((double) side * given / other, 1);
    }

    private static int part(int side, int longer, int longest) {
        return multiple((double) side / longer * longest, 1);
    }

    /** Python's {@code round}, to the even one in the middle; 1 at least. */
    private static int multiple(double side, int of) {
        return Math.max(of, (int) Math.rint(side / of) * of);
    }

    private static Image middle(Image image, Size size) {
        double ratio = (double) image.width() / image.height();
        double wanted = (double) size.width() / size.height();
        int left = ratio > wanted ? (int) Math.rint((image.width() - image.width() * (wanted / ratio)) / 2) : 0;
        int top = ratio < wanted ? (int) Math.rint((image.height() - image.height() * (ratio / wanted)) / 2) : 0;
        return Image.of(image.pixels().slice(2, top, image.height() - top).slice(3, left, image.width() - left));
    }

    private static Image lanczos(Image image, Size size) {
        float[] pixels = image.pixels().toArray();
        int[] levels = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            levels[i] = (int) Math.min(Math.max(255f * pixels[i], 0f), 255f);
        }
        int[] resized = PillowResize.LANCZOS.resize(
                levels, 3 * image.batch(), image.width(), image.height(), size.width(), size.height());
        float[] out = new float[resized.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = resized[i] / 255f;
        }
        return Image.of(FloatTensor.wrap(out, image.batch(), 3, size.height(), size.width()));
    }
}
