package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.latent.Interpolation;
import java.util.ArrayList;
import java.util.List;

/** Joins pictures to a batch. */
@Doc("Joins pictures to a batch.")
@NodeType(id = "batch-images", title = "Batch images", category = "image/batch")
public final class BatchImages implements Node<BatchImages.In, BatchImages.Out> {

    /** What to join. */
    public record In(
            @Doc("The pictures.") List<Image> images,

            @Doc(
                    "What becomes of pictures of another size than the first: they are refused, or the largest middle part of its shape is scaled.")
            @Choices({"refuse", "scale"})
            @Default("refuse")
            String otherSizes) {}

    /** What came of it. */
    public record Out(@Doc("All pictures in order.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        if (in.images().isEmpty()) {
            throw new InvalidInputException("images", "A batch needs at least one picture.");
        }
        Image first = in.images().get(0);
        List<Image> all = new ArrayList<>();
        for (Image image : in.images()) {
            boolean same = image.size().equals(first.size());
            if (!same && in.otherSizes().equals("refuse")) {
                throw new InvalidInputException(
                        "images",
                        "Pictures of " + first.size() + " and " + image.size()
                                + " make no batch; bring them to one size with resize-image, or have them scaled.");
            }
            all.add(
                    same
                            ? image
                            : Image.of(Interpolation.BILINEAR.resizeMiddle(
                                    image.pixels(), first.height(), first.width())));
        }
        return new Out(Image.batch(all));
    }
}
