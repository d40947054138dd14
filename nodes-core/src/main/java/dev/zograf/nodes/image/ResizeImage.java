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
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.nodes.latent.SizeBound;
import java.util.Locale;
import java.util.Optional;

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
            String filter,

            @Doc(
                    "What of the pictures is transparent, as load-image says: pixels then count by their opacity, so that colours that do not show do not bleed into others.")
            Optional<Mask> transparent,

            @Doc(
                    "How exact it is: \"exact\" keeps what is between 8-bit levels; \"pillow\" rounds to them along rows and along columns, to the bit as the Python library does; \"pillow-grey16\" is what it makes of grey pictures of 16 bits: they are rounded to those, and all above level 255 of 65535 is white after that.")
            @Choices({"exact", "pillow", "pillow-grey16"})
            @Default("exact")
            String rounding) {

        /** At least one of the sizes must be given, and not too many pixels in all. */
        public In {
            if (width == 0 && height == 0) {
                throw new InvalidInputException("width", "Give a width, a height or both.");
            }
            SizeBound.check("width", width, height, "Choose a smaller width or height.");
            transparent
                    .filter(mask -> mask.width() != image.width()
                            || mask.height() != image.height()
                            || mask.batch() != image.batch())
                    .ifPresent(mask -> {
                        throw new InvalidInputException(
                                "transparent",
                                "There are " + mask + " beside " + image + ": they must be as large and as many.");
                    });
            if (transparent.isPresent() && rounding.equals("pillow-grey16")) {
                throw new InvalidInputException(
                        "transparent", "Grey pictures of 16 bits have nothing transparent for Pillow; leave it out.");
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
        String given = in.width() > 0 ? "width" : "height";
        SizeBound.check(given, width, height, "Choose a smaller " + given + ".");
        ctx.willMake(width, height, image.batch());
        return new Out(in.rounding().equals("exact") ? exact(in, width, height) : rounded(in, width, height));
    }

    private static Image rounded(In in, int width, int height) {
        PillowResize filter = PillowResize.valueOf(in.filter().toUpperCase(Locale.ROOT));
        if (in.rounding().equals("pillow-grey16")) {
            return filter.resizeGrey16(in.image(), width, height);
        }
        return in.transparent()
                .map(mask -> filter.resize(in.image(), mask.values().map(v -> 1 - v), width, height))
                .orElseGet(() -> filter.resize(in.image(), width, height));
    }

    private static Image exact(In in, int width, int height) {
        Resampling filter = Resampling.valueOf(in.filter().toUpperCase(Locale.ROOT));
        FloatTensor pixels = in.image().pixels();
        if (in.transparent().isEmpty()) {
            return Image.of(filter.resize(pixels, width, height));
        }
        FloatTensor alpha =
                in.transparent().get().values().map(v -> 1 - v).reshape(pixels.dim(0), 1, pixels.dim(2), pixels.dim(3));
        FloatTensor seen = filter.resize(byOpacity(pixels, alpha, false), width, height);
        return Image.of(byOpacity(seen, filter.resize(alpha, width, height), true));
    }

    /** Colours times their opacity, or what they were before; {@code alpha} is {@code [batch, 1, height, width]}. */
    private static FloatTensor byOpacity(FloatTensor pixels, FloatTensor alpha, boolean back) {
        int area = pixels.dim(2) * pixels.dim(3);
        float[] out = pixels.toArray();
        for (int i = 0; i < out.length; i++) {
            float opacity = alpha.at(i / (3 * area) * area + i % area);
            out[i] = !back ? out[i] * opacity : opacity > 0 ? Math.min(1, out[i] / opacity) : out[i];
        }
        return FloatTensor.wrap(out, pixels.shape());
    }

    private static int follow(int given, int side, int other) {
        return (int) Math.max(1, Math.round((double) given * side / other));
    }
}
