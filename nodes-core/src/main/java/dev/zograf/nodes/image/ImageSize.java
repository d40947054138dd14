package dev.zograf.nodes.image;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;

/** Says how large pictures are, and how many. */
@Doc("Says how large pictures are, and how many.")
@NodeType(id = "image-size", title = "Image size", category = "image/batch")
public final class ImageSize implements Node<ImageSize.In, ImageSize.Out> {

    /** What to measure. */
    public record In(@Doc("The pictures.") Image image) {}

    /** What was measured. */
    public record Out(
            @Doc("Pixels in a row.") @Unit("px") int width,
            @Doc("Rows.") @Unit("px") int height,

            @Doc("How many pictures there are in the batch.")
            int count) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(in.image().width(), in.image().height(), in.image().batch());
    }
}
