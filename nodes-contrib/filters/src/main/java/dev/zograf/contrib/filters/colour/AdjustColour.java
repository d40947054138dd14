package dev.zograf.contrib.filters.colour;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Pixels;

/** Changes brightness, contrast, saturation and hue. The formulas are those of W3C's Filter Effects Module
 * Level 1 ({@code brightness}, {@code contrast}, {@code saturate}, {@code hue-rotate}), one after the other, clipped after each. */
@NodeType(id = "contrib.adjust-colour", title = "Brightness, contrast, saturation, hue", category = "image/colour")
@Doc("Changes brightness, contrast, saturation and hue.")
public final class AdjustColour implements Node<AdjustColour.In, AdjustColour.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("Times the brightness; 1 changes nothing.") @Range(min = 0, max = 10, step = 0.01) @Default("1")
            double brightness,

            @Doc("Times the distance from the middle grey; 1 changes nothing.")
            @Range(min = 0, max = 10, step = 0.01)
            @Default("1")
            double contrast,

            @Doc("0 is grey, 1 changes nothing, more is more colourful.")
            @Range(min = 0, max = 10, step = 0.01)
            @Default("1")
            double saturation,

            @Doc("Turns the colours, in degrees.") @Range(min = -360, max = 360, step = 1) @Default("0")
            double hue) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double cos = Math.cos(Math.toRadians(in.hue()));
        double sin = Math.sin(Math.toRadians(in.hue()));
        double s = in.saturation();
        double[] saturate = {
            0.213 + 0.787 * s,
            0.715 - 0.715 * s,
            0.072 - 0.072 * s,
            0.213 - 0.213 * s,
            0.715 + 0.285 * s,
            0.072 - 0.072 * s,
            0.213 - 0.213 * s,
            0.715 - 0.715 * s,
            0.072 + 0.928 * s
        };
        double[] turn = {
            0.213 + cos * 0.787 - sin * 0.213,
            0.715 - cos * 0.715 - sin * 0.715,
            0.072 - cos * 0.072 + sin * 0.928,
            0.213 - cos * 0.213 + sin * 0.143,
            0.715 + cos * 0.285 + sin * 0.140,
            0.072 - cos * 0.072 - sin * 0.283,
            0.213 - cos * 0.213 - sin * 0.787,
            0.715 - cos * 0.715 + sin * 0.715,
            0.072 + cos * 0.928 + sin * 0.072
        };
        return new Out(Pixels.map(in.image(), ctx, rgb -> {
            for (int c = 0; c < 3; c++) {
                float bright = Pixels.clip((float) (rgb[c] * in.brightness()));
                rgb[c] = Pixels.clip((float) ((bright - 0.5) * in.contrast() + 0.5));
            }
            if (s != 1) {
                multiply(saturate, rgb);
            }
            if (in.hue() != 0) {
                multiply(turn, rgb);
            }
        }));
    }

    private static void multiply(double[] matrix, float[] rgb) {
        float r = rgb[0];
        float g = rgb[1];
        float b = rgb[2];
        for (int c = 0; c < 3; c++) {
            rgb[c] = Pixels.clip((float) (matrix[3 * c] * r + matrix[3 * c + 1] * g + matrix[3 * c + 2] * b));
        }
    }
}
