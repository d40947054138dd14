package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.filters.size.Cropping;

/** Cuts a rectangle out of masks. */
@NodeType(id = "contrib.crop-mask", title = "Crop mask", category = "image/mask")
@Doc("Cuts a rectangle out of masks.")
public final class CropMask implements Node<CropMask.In, CropMask.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("The left side of the part, in pixels from the left.") @Range(min = 0, max = 65536) @Default("0")
            int x,

            @Doc("The upper side of the part, in pixels from the top.") @Range(min = 0, max = 65536) @Default("0")
            int y,

            @Doc("How wide the part is, in pixels.") @Range(min = 1, max = 65536)
            int width,

            @Doc("How high the part is, in pixels.") @Range(min = 1, max = 65536)
            int height) {}

    /** What came of it. */
    public record Out(@Doc("The part of each mask.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Pixels.mask(Cropping.crop(Pixels.planes(in.mask()), in.x(), in.y(), in.width(), in.height())));
    }
}
