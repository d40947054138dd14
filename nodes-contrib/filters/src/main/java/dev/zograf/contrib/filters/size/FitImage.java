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
import dev.zograf.contrib.filters.pixels.Colours;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.filters.pixels.Sizes;
import dev.zograf.contrib.opencv.Geometry;
import dev.zograf.contrib.opencv.Silently;

/** Fits pictures into a frame. The shape of a pixel is kept unless it is stretched. */
@NodeType(id = "contrib.fit-image", title = "Fit image", category = "image/transform")
@Doc("Fits pictures into a frame.")
public final class FitImage implements Node<FitImage.In, FitImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The width of the frame in pixels.") @Range(min = 1, max = 16384)
            int width,

            @Doc("The height of the frame in pixels.") @Range(min = 1, max = 16384)
            int height,

            @Doc(
                    "How to fit: stretch distorts, contain keeps the whole picture and makes it no larger than the frame, pad fills the rest of the frame, cover cuts off what does not fit.")
            @Choices({"stretch", "contain", "pad", "cover"})
            @Default("cover")
            String fit,

            @Doc("How pixels in between are made up; auto takes area when shrinking and lanczos when enlarging.")
            @Choices({"auto", "nearest", "bilinear", "bicubic", "area", "lanczos"})
            @Default("auto")
            String kernel,

            @Doc("What is kept or where the picture lies, across: 0 left, 0.5 the middle, 1 right.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("0.5")
            double alignX,

            @Doc("What is kept or where the picture lies, down: 0 top, 0.5 the middle, 1 bottom.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("0.5")
            double alignY,

            @Doc("The colour around the picture, for pad.") @Default("#000000")
            String background) {

        /** The colour must be one. */
        public In {
            Colours.parse("background", background);
            Sizes.of("width", width, height);
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The pictures in their new size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor pixels = in.image().pixels();
        if ("stretch".equals(in.fit())) {
            return new Out(Pixels.image(Resizing.resize(pixels, in.width(), in.height(), in.kernel(), ctx)));
        }
        double byWidth = (double) in.width() / in.image().width();
        double byHeight = (double) in.height() / in.image().height();
        boolean cover = "cover".equals(in.fit());
        boolean widthDecides = cover == byWidth > byHeight;
        int width = widthDecides ? in.width() : follow(byHeight, in.image().width(), in.width(), cover);
        int height = widthDecides ? follow(byWidth, in.image().height(), in.height(), cover) : in.height();
        Sizes.of("image", width, height);
        RunContext resizing = "pad".equals(in.fit()) ? new Silently(ctx) : ctx;
        FloatTensor sized = Resizing.resize(pixels, width, height, in.kernel(), resizing);
        if (cover) {
            int x = (int) Math.round(in.alignX() * (width - in.width()));
            int y = (int) Math.round(in.alignY() * (height - in.height()));
            sized = sized.slice(2, y, y + in.height()).slice(3, x, x + in.width());
        } else if ("pad".equals(in.fit())) {
            int x = (int) Math.round(in.alignX() * (in.width() - width));
            int y = (int) Math.round(in.alignY() * (in.height() - height));
            sized = Geometry.pad(
                    sized,
                    x,
                    y,
                    in.width() - width - x,
                    in.height() - height - y,
                    Geometry.Border.CONSTANT,
                    Colours.parse("background", in.background()),
                    ctx);
        }
        return new Out(Pixels.image(sized));
    }

    /** The other side, at least the frame's when covering, at most when containing. */
    private static int follow(double scale, int side, int frame, boolean cover) {
        int scaled = (int) Math.round(scale * side);
        return cover ? Math.max(scaled, frame) : Math.max(1, Math.min(scaled, frame));
    }
}
