package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;

/** Takes pictures out of a batch. */
@Doc("Takes one or several pictures out of a batch.")
@NodeType(id = "image-from-batch", title = "Image from batch", category = "image/batch")
public final class ImageFromBatch implements Node<ImageFromBatch.In, ImageFromBatch.Out> {

    /** Which to take. */
    public record In(
            @Doc("The batch.") Image image,

            @Doc("The first to take, from 0; the last one at most.") @Range(min = 0) @Default("0")
            int index,

            @Doc("How many; what there is at most.") @Default("1") @Range(min = 1, max = 4096)
            int length) {}

    /** What was taken. */
    public record Out(@Doc("Those pictures.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int batch = in.image().batch();
        int from = Math.min(in.index(), batch - 1);
        int to = Math.min(from + in.length(), batch);
        return new Out(Image.of(in.image().pixels().slice(0, from, to)));
    }
}
