package dev.zograf.contrib.filters.colour;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Luma;
import dev.zograf.contrib.filters.pixels.Pixels;
import java.util.Arrays;

/** Takes the colour out of pictures. */
@NodeType(id = "contrib.grayscale", title = "Grayscale", category = "image/colour")
@Doc("Takes the colour out of pictures.")
public final class Grayscale implements Node<Grayscale.In, Grayscale.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc(
                    "How light a colour is: the luma of BT.709 or BT.601, the mean, the middle of the least and the greatest channel, or the greatest.")
            @Choices({"bt709", "bt601", "mean", "lightness", "value"})
            @Default("bt709")
            String by) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Pixels.Measure measure = measure(in.by());
        return new Out(Pixels.map(in.image(), ctx, rgb -> Arrays.fill(rgb, (float) measure.of(rgb))));
    }

    private static Pixels.Measure measure(String by) {
        return switch (by) {
            case "bt709" -> Luma::bt709;
            case "bt601" -> Luma::bt601;
            case "mean" -> rgb -> ((double) rgb[0] + rgb[1] + rgb[2]) / 3;
            case "lightness" -> rgb -> (Luma.min(rgb) + Luma.max(rgb)) / 2;
            default -> Luma::max;
        };
    }
}
