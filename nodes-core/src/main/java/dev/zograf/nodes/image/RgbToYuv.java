package dev.zograf.nodes.image;

import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.List;

/**
 * Splits pictures into luma and two colour differences, each a grey picture: {@code y = 0.299 r + 0.587 g + 0.114 b}, {@code u = 0.564 (b - y)
 * + 0.5} and {@code v = 0.713 (r - y) + 0.5}, the YCbCr of BT.601 with the rounded factors of JPEG's early texts, which kornia and ComfyUI have.
 */
@NodeType(id = "rgb-to-yuv", title = "RGB to YUV", category = "image/channels")
@Doc(
        "Splits pictures into brightness (Y) and the two differences of colour, blue (U) and red (V), each a grey picture; yuv-to-rgb joins them again.")
public final class RgbToYuv implements Node<RgbToYuv.In, RgbToYuv.Out> {

    /** What to split. */
    public record In(@Doc("The pictures.") Image image) {}

    /** The parts. */
    public record Out(
            @Doc("Brightness.") Image y,

            @Doc("Blue less brightness; grey where there is no colour.")
            Image u,

            @Doc("Red less brightness; grey where there is no colour.")
            Image v) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor red = channel(in.image(), 0);
        FloatTensor green = channel(in.image(), 1);
        FloatTensor blue = channel(in.image(), 2);
        FloatTensor y = red.zip(green, (r, g) -> 0.299 * r + 0.587 * g).zip(blue, (rg, b) -> rg + 0.114 * b);
        return new Out(
                grey(y),
                grey(blue.zip(y, (b, luma) -> (b - luma) * 0.564 + 0.5)),
                grey(red.zip(y, (r, luma) -> (r - luma) * 0.713 + 0.5)));
    }

    private static FloatTensor channel(Image image, int channel) {
        return image.pixels().slice(1, channel, channel + 1);
    }

    private static Image grey(FloatTensor channel) {
        return Image.of(FloatTensor.concat(1, List.of(channel, channel, channel)));
    }
}
