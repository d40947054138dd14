package dev.zograf.contrib.filters.colour;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Channels;
import dev.zograf.contrib.filters.pixels.Pixels;

/** Stretches the tones between a black and a white point, with a gamma for the middle. */
@NodeType(id = "contrib.levels", title = "Levels", category = "image/colour")
@Doc("Stretches the tones between a black and a white point, with a gamma for the middle.")
public final class Levels implements Node<Levels.In, Levels.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("What becomes black, from 0 to 1.") @Range(min = 0, max = 1, step = 0.01) @Default("0")
            double black,

            @Doc("What becomes white, from 0 to 1.") @Range(min = 0, max = 1, step = 0.01) @Default("1")
            double white,

            @Doc("Above 1 lightens the middle tones, below 1 darkens them.")
            @Range(min = 0.01, max = 10, step = 0.01)
            @Default("1")
            double gamma,

            @Doc("What black becomes.") @Range(min = 0, max = 1, step = 0.01) @Default("0")
            double outBlack,

            @Doc("What white becomes; below outBlack it inverts.") @Range(min = 0, max = 1, step = 0.01) @Default("1")
            double outWhite,

            @Doc("Which channels change.") @Choices({"all", "red", "green", "blue"}) @Default("all")
            String channel) {

        /** Black must be darker than white. */
        public In {
            if (black >= white) {
                throw new InvalidInputException(
                        "black", "The black point " + black + " must be below the white point " + white + ".");
            }
        }
    }

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        double range = in.outWhite() - in.outBlack();
        return new Out(Pixels.map(in.image(), ctx, Channels.curve(in.channel(), x -> {
            double t = Math.min(Math.max((x - in.black()) / (in.white() - in.black()), 0), 1);
            return in.outBlack() + range * Math.pow(t, 1 / in.gamma());
        })));
    }
}
