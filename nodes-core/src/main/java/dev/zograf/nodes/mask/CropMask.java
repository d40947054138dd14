package dev.zograf.nodes.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Mask;

/** Cuts a rectangle out of masks; what of it lies beyond them is left out. */
@NodeType(id = "crop-mask", title = "Crop mask", category = "mask")
@Doc("Cuts a rectangle out of masks; what of it lies beyond them is left out.")
public final class CropMask implements Node<CropMask.In, CropMask.Out> {

    /** Which masks, and what of them. */
    public record In(
            @Doc("The masks.") Mask mask,

            @Doc("Where the rectangle begins from the left.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int x,

            @Doc("Where it begins from the top.") @Default("0") @Range(min = 0, max = 16384, step = 1) @Unit("px")
            int y,

            @Doc("Its width.") @Default("512") @Range(min = 1, max = 16384, step = 1) @Unit("px")
            int width,

            @Doc("Its height.") @Default("512") @Range(min = 1, max = 16384, step = 1) @Unit("px")
            int height) {}

    /** The result. */
    public record Out(@Doc("The rectangle.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Mask mask = in.mask();
        begins("x", in.x(), mask.width());
        begins("y", in.y(), mask.height());
        return new Out(Mask.of(mask.values()
                .slice(1, in.y(), Math.min(in.y() + in.height(), mask.height()))
                .slice(2, in.x(), Math.min(in.x() + in.width(), mask.width()))));
    }

    private static void begins(String input, int at, int side) {
        if (at >= side) {
            throw new InvalidInputException(
                    input, "The rectangle begins at pixel " + at + " of a mask that has " + side + ": begin earlier.");
        }
    }
}
