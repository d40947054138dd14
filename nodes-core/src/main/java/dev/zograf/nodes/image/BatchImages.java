package dev.zograf.nodes.image;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.util.List;

/** Joins pictures of one size to a batch. */
@Doc("Joins pictures of one size to a batch.")
@NodeType(id = "batch-images", title = "Batch images", category = "image/batch")
public final class BatchImages implements Node<BatchImages.In, BatchImages.Out> {

    /** What to join. */
    public record In(@Doc("The pictures, all of one size.") List<Image> images) {}

    /** What came of it. */
    public record Out(@Doc("All pictures in order.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        if (in.images().isEmpty()) {
            throw new InvalidInputException("images", "A batch needs at least one picture.");
        }
        Image first = in.images().get(0);
        for (Image image : in.images()) {
            if (!image.size().equals(first.size())) {
                throw new InvalidInputException(
                        "images",
                        "Pictures of " + first.size() + " and " + image.size()
                                + " make no batch; bring them to one size with resize-image.");
            }
        }
        return new Out(Image.batch(in.images()));
    }
}
