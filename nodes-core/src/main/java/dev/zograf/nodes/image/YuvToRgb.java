package dev.zograf.nodes.image;

import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.List;

/**
 * Joins luma and two colour differences: {@code r = y + 1.403 v}, {@code g = y - 0.714 v - 0.344 u}, {@code b = y + 1.773 u}, with {@code u} and
 * {@code v} less 0.5, clipped to 0 to 1, as kornia and ComfyUI have it.
 */
@NodeType(id = "yuv-to-rgb", title = "YUV to RGB", category = "image/channels")
@Doc(
        "Joins brightness (Y) and the two differences of colour (U, V) to pictures; of pictures with colours each is their mean.")
public final class YuvToRgb implements Node<YuvToRgb.In, YuvToRgb.Out> {

    /** What to join; all of one size. */
    public record In(
            @Doc("Brightness.") Image y,

            @Doc("Blue less brightness; as many pictures as of y.")
            Image u,

            @Doc("Red less brightness; as many pictures as of y.")
            Image v) {}

    /** The result. */
    public record Out(@Doc("The pictures.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        requireLike(in.y(), in.u(), "u");
        requireLike(in.y(), in.v(), "v");
        FloatTensor y = mean(in.y());
        FloatTensor u = mean(in.u()).map(value -> value - 0.5);
        FloatTensor v = mean(in.v()).map(value -> value - 0.5);
        FloatTensor red = y.zip(v, (luma, b) -> luma + 1.403 * b);
        FloatTensor green = y.zip(v, (luma, b) -> luma - 0.714 * b).zip(u, (rest, a) -> rest - 0.344 * a);
        FloatTensor blue = y.zip(u, (luma, a) -> luma + 1.773 * a);
        return new Out(Image.of(FloatTensor.concat(1, List.of(red, green, blue)).clamp(0, 1)));
    }

    private static void requireLike(Image y, Image other, String port) {
        if (!y.size().equals(other.size()) || y.batch() != other.batch()) {
            throw new InvalidInputException(
                    port, "These are " + other + ", but y is " + y + ": give parts of the same pictures.");
        }
    }

    private static FloatTensor mean(Image image) {
        FloatTensor pixels = image.pixels();
        return pixels.slice(1, 0, 1)
                .zip(pixels.slice(1, 1, 2), Double::sum)
                .zip(pixels.slice(1, 2, 3), (rg, b) -> (rg + b) / 3);
    }
}
