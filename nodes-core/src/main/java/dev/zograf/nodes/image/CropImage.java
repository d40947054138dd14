package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;

/** Cuts a rectangle out of pictures; what of it lies beyond them is left out, one pixel at least remains. */
@NodeType(id = "crop-image", title = "Crop image", category = "image/transform")
@Doc("Cuts a rectangle out of pictures; what of it lies beyond them is left out, one pixel at least remains.")
public final class CropImage implements Node<CropImage.In, CropImage.Out> {

    /** Which pictures, and what of them. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("Where the rectangle begins from the left; in the last column at most.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int x,

            @Doc("Where it begins from the top; in the last row at most.")
            @Default("0")
            @Range(min = 0, max = 16384, step = 1)
            @Unit("px")
            int y,

            @Doc("Its width.") @Default("512") @Range(min = 1, max = 16384, step = 1) @Unit("px")
            int width,

            @Doc("Its height.") @Default("512") @Range(min = 1, max = 16384, step = 1) @Unit("px")
            int height) {}

    /** The result. */
    public record Out(@Doc("The rectangle of each picture.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        int left = Math.min(in.x(), image.width() - 1);
        int top = Math.min(in.y(), image.height() - 1);
        return new Out(Image.of(image.pixels()
                .slice(2, top, Math.min(top + in.height(), image.height()))
                .slice(3, left, Math.min(left + in.width(), image.width()))));
    }
}
