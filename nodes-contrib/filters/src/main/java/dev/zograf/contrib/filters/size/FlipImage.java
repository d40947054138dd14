package dev.zograf.contrib.filters.size;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;

/** Mirrors pictures. */
@NodeType(id = "contrib.flip-image", title = "Flip image", category = "image/transform")
@Doc("Mirrors pictures.")
public final class FlipImage implements Node<FlipImage.In, FlipImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("What is swapped: horizontal swaps left and right, vertical top and bottom.")
            @Choices({"horizontal", "vertical", "both"})
            @Default("horizontal")
            String direction) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor pixels = in.image().pixels();
        int width = in.image().width();
        int height = in.image().height();
        boolean across = !"vertical".equals(in.direction());
        boolean down = !"horizontal".equals(in.direction());
        float[] out = new float[pixels.size()];
        for (int row = 0; row < out.length / width; row++) {
            int from = down ? row - row % height + height - 1 - row % height : row;
            for (int x = 0; x < width; x++) {
                out[row * width + x] = pixels.at(from * width + (across ? width - 1 - x : x));
            }
        }
        return new Out(Image.of(FloatTensor.wrap(out, pixels.shape())));
    }
}
