package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;

/** Takes one picture out of a batch. */
@Doc("Takes one picture out of a batch.")
@NodeType(id = "image-from-batch", title = "Image from batch", category = "image/batch")
public final class ImageFromBatch implements Node<ImageFromBatch.In, ImageFromBatch.Out> {

    /** Which one to take. */
    public record In(
            @Doc("The batch.") Image image,

            @Doc("Which picture, counted from 0.") @Range(min = 0) @Default("0")
            int index) {}

    /** What was taken. */
    public record Out(@Doc("The one picture.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int batch = in.image().batch();
        if (in.index() >= batch) {
            throw new InvalidInputException(
                    "index", "There is no picture " + in.index() + "; the batch has " + batch + ", counted from 0.");
        }
        return new Out(in.image().get(in.index()));
    }
}
