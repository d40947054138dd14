package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Pixels;
import java.util.List;

/** Shows masks as grey pictures. */
@NodeType(id = "contrib.mask-to-image", title = "Mask to image", category = "image/mask")
@Doc("Shows masks as grey pictures.")
public final class MaskToImage implements Node<MaskToImage.In, MaskToImage.Out> {

    /** What to do, and with what. */
    public record In(@Doc("The masks.") Mask mask) {}

    /** What came of it. */
    public record Out(@Doc("White where the mask is 1.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor planes = Pixels.planes(in.mask());
        return new Out(Image.of(FloatTensor.concat(1, List.of(planes, planes, planes))));
    }
}
