package dev.zograf.contrib.filters.colour;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Pixels;
import java.util.Arrays;

/** Stretches the tones of each picture to the full range. A picture of one tone stays as it is. */
@NodeType(id = "contrib.auto-levels", title = "Auto levels", category = "image/colour")
@Doc("Stretches the tones of each picture to the full range.")
public final class AutoLevels implements Node<AutoLevels.In, AutoLevels.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("How many of the darkest and of the lightest values may be clipped, in percent each.")
            @Range(min = 0, max = 49, step = 0.1)
            @Default("0.5")
            double clip,

            @Doc("Whether each channel is stretched by itself, which also removes a cast of colour.") @Default("false")
            boolean perChannel) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        int area = image.width() * image.height();
        int group = in.perChannel() ? area : 3 * area;
        float[] pixels = image.pixels().toArray();
        int groups = pixels.length / group;
        for (int i = 0; i < groups; i++) {
            stretch(pixels, i * group, group, in.clip() / 100);
            ctx.progress(i + 1, groups);
        }
        return new Out(Image.of(FloatTensor.wrap(pixels, image.pixels().shape())));
    }

    private static void stretch(float[] values, int first, int count, double clip) {
        float[] sorted = Arrays.copyOfRange(values, first, first + count);
        Arrays.sort(sorted);
        int cut = (int) (clip * count);
        float low = sorted[cut];
        float high = sorted[count - 1 - cut];
        if (!(high > low)) {
            return;
        }
        for (int i = first; i < first + count; i++) {
            values[i] = Pixels.clip((values[i] - low) / (high - low));
        }
    }
}
