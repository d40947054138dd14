package dev.zograf.contrib.filters.colour;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Channels;
import dev.zograf.contrib.filters.pixels.Pixels;

/** Maps tones by a smooth curve through points. */
@NodeType(id = "contrib.curves", title = "Curves", category = "image/colour")
@Doc("Maps tones by a smooth curve through points.")
public final class Curves implements Node<Curves.In, Curves.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The points as \"in,out\" from 0 to 1, separated by blanks; in rises.") @Default("0,0 1,1")
            String points,

            @Doc("Which channels change.") @Choices({"all", "red", "green", "blue"}) @Default("all")
            String channel) {

        /** The points must make a curve. */
        public In {
            curve(points);
        }
    }

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(Pixels.map(in.image(), ctx, Channels.curve(in.channel(), curve(in.points()))));
    }

    private static MonotoneCurve curve(String points) {
        String[] parts = points.strip().split("\\s+", -1);
        double[] x = new double[parts.length];
        double[] y = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String[] pair = parts[i].split(",", -1);
            try {
                if (pair.length != 2) {
                    throw new NumberFormatException(parts[i]);
                }
                x[i] = Double.parseDouble(pair[0]);
                y[i] = Double.parseDouble(pair[1]);
            } catch (NumberFormatException e) {
                throw new InvalidInputException(
                        "points", "\"" + parts[i] + "\" is no point; write points as in \"0,0 0.5,0.6 1,1\".", e);
            }
            if (!(x[i] >= 0 && x[i] <= 1 && y[i] >= 0 && y[i] <= 1)) {
                throw new InvalidInputException("points", "The point " + parts[i] + " is not within 0 and 1.");
            }
            if (i > 0 && x[i] <= x[i - 1]) {
                throw new InvalidInputException(
                        "points", "The point " + parts[i] + " must lie to the right of " + parts[i - 1] + ".");
            }
        }
        if (parts.length < 2) {
            throw new InvalidInputException("points", "A curve needs at least two points, such as \"0,0 1,1\".");
        }
        return new MonotoneCurve(x, y);
    }
}
