package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InputFile;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.value.Mask;

/** Reads a mask from one channel of a picture. */
@Doc("Reads a mask from one channel of a picture.")
@NodeType(id = "load-mask", title = "Load mask", category = "image/mask")
public final class LoadMask implements Node<LoadMask.In, LoadMask.Out> {

    /** What to read. */
    public record In(
            @Doc("A picture file.") @InputFile("mask") String image,

            @Doc(
                    "What is taken for the mask: luminance or a colour (white is repainted), or alpha (transparent is repainted).")
            @Choices({"luminance", "red", "green", "blue", "alpha"})
            @Default("luminance")
            String channel) {}

    /** What was read. */
    public record Out(
            @Doc("The mask: 1 is repainted, 0 is kept.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Channels channels = Channels.of(PictureFile.read(ctx.files().input(in.image()), ctx));
        return new Out(Mask.of(channels.plane(channel(in.channel()))));
    }

    /** Luminance is that of ITU-R BT.601, as PIL has it; of a grey picture it is the level itself. */
    private static Channels.Channel channel(String name) {
        return switch (name) {
            case "red" -> (red, green, blue, alpha) -> red;
            case "green" -> (red, green, blue, alpha) -> green;
            case "blue" -> (red, green, blue, alpha) -> blue;
            case "alpha" -> (red, green, blue, alpha) -> 1 - alpha;
            default ->
                (red, green, blue, alpha) ->
                        red == green && green == blue ? red : 0.299f * red + 0.587f * green + 0.114f * blue;
        };
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return LoadImage.fingerprint(files.input(in.image()));
    }
}
