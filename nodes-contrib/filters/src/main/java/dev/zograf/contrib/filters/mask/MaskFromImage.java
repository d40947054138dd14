package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Luma;
import dev.zograf.contrib.filters.pixels.Pixels;

/** Takes a channel of pictures for masks. */
@NodeType(id = "contrib.mask-from-image", title = "Mask from image", category = "image/mask")
@Doc("Takes a channel of pictures for masks.")
public final class MaskFromImage implements Node<MaskFromImage.In, MaskFromImage.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("What is taken: luminance is the luma of BT.601; saturation is the greatest channel less the least.")
            @Choices({"luminance", "red", "green", "blue", "saturation"})
            @Default("luminance")
            String channel) {}

    /** What came of it. */
    public record Out(@Doc("The masks.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Pixels.measure(in.image(), ctx, channel(in.channel())));
    }

    private static Pixels.Measure channel(String name) {
        return switch (name) {
            case "red" -> rgb -> rgb[0];
            case "green" -> rgb -> rgb[1];
            case "blue" -> rgb -> rgb[2];
            case "saturation" -> rgb -> Luma.max(rgb) - Luma.min(rgb);
            default -> Luma::bt601;
        };
    }
}
