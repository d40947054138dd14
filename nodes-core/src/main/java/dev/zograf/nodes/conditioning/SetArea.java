package dev.zograf.nodes.conditioning;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Area;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.Region;

/** Has a prompt count in a rectangle of the picture only, with soft edges; the model sees nothing but the rectangle for it. */
@NodeType(id = "set-area", title = "Set area", category = "conditioning")
@Doc(
        "Has a prompt count in a rectangle of the picture only, with soft edges; the model sees nothing but the rectangle for it.")
public final class SetArea implements Node<SetArea.In, SetArea.Out> {

    /** Which prompt counts where. */
    public record In(
            @Doc("The prompt; combine it with one for the whole picture.")
            Conditioning conditioning,

            @Doc("Where the area begins, from the left.") @Default("0") @Range(min = 0, max = 16384)
            double x,

            @Doc("Where the area begins, from the top.") @Default("0") @Range(min = 0, max = 16384)
            double y,

            @Doc("How wide it is; what reaches beyond the picture is cut off.") @Range(min = 0, max = 16384)
            double width,

            @Doc("How high it is; what reaches beyond the picture is cut off.") @Range(min = 0, max = 16384)
            double height,

            @Doc(
                    "What the numbers count: pixels of the picture, rounded down to multiples of 8, or shares of its sides from 0 to 1.")
            @Choices({"pixels", "shares"})
            @Default("pixels")
            String unit,

            @Doc("How strongly it counts beside other prompts.") @Default("1") @Range(min = 0, max = 10, step = 0.01)
            double strength) {

        /** The area must have a size, and shares end at 1. */
        public In {
            if (width == 0 || height == 0) {
                throw new InvalidInputException(
                        width == 0 ? "width" : "height", "An area of " + width + "x" + height + " is empty.");
            }
            if (unit.equals("shares") && Math.max(Math.max(x, y), Math.max(width, height)) > 1) {
                throw new InvalidInputException(
                        "unit", "Shares of the picture's sides are at most 1; for pixels set the unit to pixels.");
            }
        }
    }

    /** The result. */
    public record Out(@Doc("The prompt with its area.") Conditioning conditioning) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Area area = in.unit().equals("shares")
                ? Area.ofShares(in.x(), in.y(), in.width(), in.height())
                : Area.ofPixels((int) in.x(), (int) in.y(), (int) Math.ceil(in.width()), (int) Math.ceil(in.height()));
        return new Out(in.conditioning()
                .mapParts(part -> part.with(
                        Conditioning.REGION, Region.of(part).withArea(area).withStrength(in.strength()))));
    }
}
