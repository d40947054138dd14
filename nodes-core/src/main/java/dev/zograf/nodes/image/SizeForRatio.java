package dev.zograf.nodes.image;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says how wide and high a picture of about so many pixels is whose sides have this ratio, as ComfyUI's ResolutionSelector does: both sides
 * rounded to a multiple, or, where one would be too short, the smallest multiples of the ratio itself that are long enough.
 */
@Doc("Says how wide and high a picture of this shape with about so many pixels is.")
@NodeType(id = "size-for-ratio", title = "Size for a ratio", category = "image/batch")
public final class SizeForRatio implements Node<SizeForRatio.In, SizeForRatio.Out> {

    private static final double MEGA = 1024 * 1024;
    private static final int LONGEST = 16384;
    private static final Pattern RATIO = Pattern.compile("([1-9][0-9]{0,2}):([1-9][0-9]{0,2})");

    /** Of what to find the size. */
    public record In(
            @Doc("The sides' ratio, width first.") @Default("1:1")
            String ratio,

            @Doc("About how many times 1024x1024 pixels.") @Range(min = 0.01, max = 64, step = 0.1) @Default("1")
            double megapixels,

            @Doc("What both sides are a multiple of.") @Range(min = 1, max = 256) @Default("8")
            int multiple,

            @Doc("How long either side is at least.") @Range(min = 1, max = 4096) @Default("256") @Unit("px")
            int minimum) {

        /** The ratio is one. */
        public In {
            parts(ratio);
        }

        private static Matcher parts(String ratio) {
            Matcher match = RATIO.matcher(ratio);
            if (!match.matches()) {
                throw new InvalidInputException("ratio", "\"" + ratio + "\" is no ratio; one is written 16:9.");
            }
            return match;
        }
    }

    /** What was found. */
    public record Out(
            @Doc("Pixels in a row.") @Unit("px") int width,
            @Doc("Rows.") @Unit("px") int height) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Matcher parts = In.parts(in.ratio());
        long across = Long.parseLong(parts.group(1));
        long down = Long.parseLong(parts.group(2));
        double scale = Math.sqrt(in.megapixels() * MEGA / (across * down));
        long width = rounded(across * scale, in.multiple());
        long height = rounded(down * scale, in.multiple());
        if (width < in.minimum() || height < in.minimum()) {
            long step = common(steps(across, in.multiple()), steps(down, in.multiple()));
            long times = ceil(Math.max(ceil(in.minimum(), across), ceil(in.minimum(), down)), step) * step;
            width = across * times;
            height = down * times;
        }
        if (Math.max(width, height) > LONGEST) {
            throw new InvalidInputException(
                    "ratio",
                    "A picture of " + width + "x" + height + " is too long; choose a ratio nearer to 1:1, fewer"
                            + " megapixels, or a smaller multiple or minimum.");
        }
        return new Out((int) width, (int) height);
    }

    /** Python's {@code round}, to the even one in the middle. */
    private static long rounded(double side, int multiple) {
        return (long) Math.rint(side / multiple) * multiple;
    }

    /** How many times a part has to be taken until it is a multiple. */
    private static long steps(long part, int multiple) {
        return multiple / divisor(part, multiple);
    }

    private static long common(long a, long b) {
        return a * b / divisor(a, b);
    }

    private static long divisor(long a, long b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
