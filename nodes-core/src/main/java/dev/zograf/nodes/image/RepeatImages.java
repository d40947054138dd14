package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;

/** Repeats a batch of pictures: all of them in order, again and again. */
@NodeType(id = "repeat-images", title = "Repeat images", category = "image/batch")
@Doc("Repeats a batch of pictures: all of them in order, again and again.")
public final class RepeatImages implements Node<RepeatImages.In, RepeatImages.Out> {

    /** What to repeat, and how often. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("How often they are there afterwards.") @Default("1") @Range(min = 1, max = 4096)
            int times) {}

    /** The result. */
    public record Out(@Doc("The larger batch.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        ctx.willMake(image.width(), image.height(), Math.multiplyExact(image.batch(), in.times()));
        return new Out(Image.of(image.pixels().repeatTo(image.batch() * in.times())));
    }
}
