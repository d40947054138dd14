package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.filters.pixels.Sizes;
import dev.zograf.contrib.filters.size.Resizing;

/** Gives masks another size. */
@NodeType(id = "contrib.resize-mask", title = "Resize mask", category = "image/mask")
@Doc("Gives masks another size.")
public final class ResizeMask implements Node<ResizeMask.In, ResizeMask.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("The width in pixels.") @Range(min = 1, max = 16384)
            int width,

            @Doc("The height in pixels.") @Range(min = 1, max = 16384)
            int height,

            @Doc("How pixels in between are made up; auto takes area when shrinking and lanczos when enlarging.")
            @Choices({"auto", "nearest", "bilinear", "bicubic", "area", "lanczos"})
            @Default("bilinear")
            String kernel) {

        /** Not too many pixels. */
        public In {
            Sizes.of("width", width, height);
        }
    }

    /** What came of it. */
    public record Out(@Doc("The masks in their new size.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(
                Pixels.mask(Resizing.resize(Pixels.planes(in.mask()), in.width(), in.height(), in.kernel(), ctx)));
    }
}
