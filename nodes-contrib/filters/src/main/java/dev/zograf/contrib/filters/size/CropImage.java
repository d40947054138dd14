package dev.zograf.contrib.filters.size;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;

/** Cuts a rectangle out of pictures. */
@NodeType(id = "contrib.crop-image", title = "Crop image", category = "image/transform")
@Doc("Cuts a rectangle out of pictures.")
public final class CropImage implements Node<CropImage.In, CropImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The left side of the part, in pixels from the left.") @Range(min = 0, max = 65536) @Default("0")
            int x,

            @Doc("The upper side of the part, in pixels from the top.") @Range(min = 0, max = 65536) @Default("0")
            int y,

            @Doc("How wide the part is, in pixels.") @Range(min = 1, max = 65536)
            int width,

            @Doc("How high the part is, in pixels.") @Range(min = 1, max = 65536)
            int height) {}

    /** What came of it. */
    public record Out(@Doc("The part of each picture.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Image.of(Cropping.crop(in.image().pixels(), in.x(), in.y(), in.width(), in.height())));
    }
}
