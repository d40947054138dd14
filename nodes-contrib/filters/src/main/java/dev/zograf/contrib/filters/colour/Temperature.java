package dev.zograf.contrib.filters.colour;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Pixels;

/** Makes pictures warmer or colder, greener or more magenta. The white of the chosen light becomes that of
 * 6500 K by a gain for each channel in linear light (IEC 61966-2-1 decodes and encodes). */
@NodeType(id = "contrib.temperature", title = "Colour temperature", category = "image/colour")
@Doc("Makes pictures warmer or colder, greener or more magenta.")
public final class Temperature implements Node<Temperature.In, Temperature.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The light that the picture was made for, in kelvin: below 6500 cools, above warms.")
            @Range(min = 2500, max = 15000, step = 50)
            @Default("6500")
            double kelvin,

            @Doc("From -1, greener, to 1, more magenta.") @Range(min = -1, max = 1, step = 0.01) @Default("0")
            double tint) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    private static final double NEUTRAL = 6500;

    @Override
    public Out run(In in, RunContext ctx) {
        double[] gain = gains(in.kelvin(), in.tint());
        if (in.kelvin() == NEUTRAL && in.tint() == 0) {
            return new Out(in.image());
        }
        return new Out(Pixels.map(in.image(), ctx, rgb -> {
            for (int c = 0; c < 3; c++) {
                rgb[c] = (float) encode(gain[c] * decode(rgb[c]));
            }
        }));
    }

    /** What takes the chosen light's white to that of {@link #NEUTRAL}, so that grey keeps its luminance. */
    private static double[] gains(double kelvin, double tint) {
        double[] from = Planckian.rgb(kelvin);
        double[] to = Planckian.rgb(NEUTRAL);
        double[] gain = new double[3];
        double luminance = 0;
        double[] weight = {0.2126, 0.7152, 0.0722};
        for (int c = 0; c < 3; c++) {
            gain[c] = to[c] / from[c] * (c == 1 ? Math.pow(2, -tint / 2) : 1);
            luminance += weight[c] * gain[c];
        }
        for (int c = 0; c < 3; c++) {
            gain[c] /= luminance;
        }
        return gain;
    }

    private static double decode(double v) {
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    private static double encode(double v) {
        return v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
    }
}
