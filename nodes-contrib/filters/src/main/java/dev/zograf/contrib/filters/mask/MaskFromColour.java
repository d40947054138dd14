package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Colours;
import dev.zograf.contrib.filters.pixels.Pixels;

/** Makes masks of where pictures have a colour. */
@NodeType(id = "contrib.mask-from-colour", title = "Mask from colour", category = "image/mask")
@Doc("Makes masks of where pictures have a colour.")
public final class MaskFromColour implements Node<MaskFromColour.In, MaskFromColour.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The colour to look for.") @Default("#00ff00")
            String colour,

            @Doc("How far the most different channel may be away, on a scale from 0 to 1.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("0.1")
            double tolerance,

            @Doc("Over how much more the mask fades to 0.") @Range(min = 0, max = 1, step = 0.01) @Default("0")
            double softness) {

        /** The colour must be one. */
        public In {
            Colours.parse("colour", colour);
        }
    }

    /** What came of it. */
    public record Out(@Doc("The masks.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        float[] colour = Colours.parse("colour", in.colour());
        // Half a level of 8 bits, so that a tolerance of 0 finds what a file rounded.
        double tolerance = in.tolerance() + 0.5 / 255;
        return new Out(Pixels.measure(in.image(), ctx, rgb -> {
            double distance = 0;
            for (int c = 0; c < 3; c++) {
                distance = Math.max(distance, Math.abs(rgb[c] - colour[c]));
            }
            return distance <= tolerance
                    ? 1
                    : in.softness() == 0 ? 0 : Math.max(0, 1 - (distance - tolerance) / in.softness());
        }));
    }
}
