package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scales pictures to whichever of some sizes has the ratio of sides nearest to theirs, and cuts what is over: models are trained on a few
 * sizes. Of equally near ones the narrowest is taken, and the lowest.
 */
@Doc("Scales pictures to the one of some sizes that is nearest to their shape, and cuts off what is over.")
@NodeType(id = "scale-to-nearest", title = "Scale to the nearest size", category = "image/transform")
public final class ScaleToNearest implements Node<ScaleToNearest.In, ScaleToNearest.Out> {

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

    /** What to scale, and to which sizes. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The sizes, such as 1024x1024.") List<String> sizes,

            @Doc("How what lies between is made up: nearest takes the nearest, area the mean of what a pixel covers.")
            @Choices({"nearest", "bilinear", "area", "bicubic", "lanczos"})
            @Default("lanczos")
            String method) {

        /** There is a size. */
        public In {
            if (sizes.isEmpty()) {
                throw new InvalidInputException("sizes", "There is no size to scale to; name some, such as 1024x1024.");
            }
            sizes.forEach(In::size);
        }

        private static Size size(String text) {
            Matcher match = SIZE.matcher(text);
            if (!match.matches()) {
                throw new InvalidInputException("sizes", "\"" + text + "\" is no size; one is written 1024x768.");
            }
            return Size.of(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
        }
    }

    /** What came of it. */
    public record Out(@Doc("The pictures in the new size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Size size = nearest(in);
        ScaleImage.In scale = new ScaleImage.In(in.image(), in.method(), 1, size.width(), size.height(), true, 0, 1, 0);
        return new Out(new ScaleImage().run(scale, ctx).image());
    }

    private static Size nearest(In in) {
        double ratio = (double) in.image().width() / in.image().height();
        List<Size> sizes = new ArrayList<>();
        in.sizes().forEach(text -> sizes.add(In.size(text)));
        Size best = sizes.get(0);
        for (Size size : sizes) {
            double further = distance(size, ratio) - distance(best, ratio);
            boolean smaller =
                    size.width() < best.width() || (size.width() == best.width() && size.height() < best.height());
            if (further < 0 || (further == 0 && smaller)) {
                best = size;
            }
        }
        return best;
    }

    private static double distance(Size size, double ratio) {
        return Math.abs(ratio - (double) size.width() / size.height());
    }
}
