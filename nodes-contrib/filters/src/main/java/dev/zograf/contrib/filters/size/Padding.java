package dev.zograf.contrib.filters.size;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Colours;
import dev.zograf.contrib.filters.pixels.Sizes;
import dev.zograf.contrib.opencv.Geometry;
import java.util.Locale;

/** Pictures with a border. */
final class Padding {

    private Padding() {}

    static Image pad(
            Image image, int left, int top, int right, int bottom, String fill, String colour, RunContext ctx) {
        Sizes.of("left", (long) left + image.width() + right, (long) top + image.height() + bottom);
        Geometry.Border border = Geometry.Border.valueOf(fill.toUpperCase(Locale.ROOT));
        float[] background = Colours.parse("colour", colour);
        return Image.of(Geometry.pad(image.pixels(), left, top, right, bottom, border, background, ctx));
    }
}
