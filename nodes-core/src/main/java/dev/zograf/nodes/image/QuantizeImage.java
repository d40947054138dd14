package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;

/**
 * Paints pictures with few colours: a palette for each by median cut (Heckbert 1982), and each pixel the nearest of it, by itself, with its error
 * passed on (Floyd and Steinberg 1976), or under a Bayer matrix (Bayer 1973). Palettes and pixels are Pillow's and ComfyUI's, to the number.
 */
@NodeType(id = "quantize-image", title = "Quantize image", category = "image/colour")
@Doc("Paints pictures with few colours, a palette of its own for each, with dithering if wanted.")
public final class QuantizeImage implements Node<QuantizeImage.In, QuantizeImage.Out> {

    /** What to paint, with how many colours. */
    public record In(
            @Doc("The pictures; their levels are cut to 8 bits.")
            Image image,

            @Doc("How many colours at most.") @Range(min = 1, max = 256) @Default("256")
            int colours,

            @Doc("How colours between those of the palette are made of dots.")
            @Choices({"none", "floyd-steinberg", "bayer-2", "bayer-4", "bayer-8", "bayer-16"})
            @Default("none")
            String dither) {}

    /** The result. */
    public record Out(
            @Doc("The pictures in the colours of their palettes.")
            Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        int area = image.width() * image.height();
        float[] out = new float[3 * area * image.batch()];
        for (int n = 0; n < image.batch(); n++) {
            int[] levels = levels(image.pixels(), n, area);
            Palette palette = Palette.of(levels, in.colours());
            int[] painted = Dithering.of(in.dither()).painted(levels, image.width(), palette);
            for (int i = 0; i < area; i++) {
                for (int c = 0; c < 3; c++) {
                    out[(3 * n + c) * area + i] = Palette.level(painted[i], c) / 255f;
                }
            }
            ctx.progress(n + 1, image.batch());
        }
        return new Out(Image.of(FloatTensor.wrap(out, image.batch(), 3, image.height(), image.width())));
    }

    /** Pixels {@code 0xRRGGBB} of one picture, cut, not rounded, to 8 bits. */
    private static int[] levels(FloatTensor pixels, int n, int area) {
        int[] out = new int[area];
        for (int i = 0; i < area; i++) {
            for (int c = 0; c < 3; c++) {
                float value = pixels.at((3 * n + c) * area + i);
                out[i] = out[i] << 8 | (int) (Math.min(Math.max(value, 0f), 1f) * 255f);
            }
        }
        return out;
    }
}
