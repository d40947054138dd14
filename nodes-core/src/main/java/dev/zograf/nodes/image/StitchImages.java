package dev.zograf.nodes.image;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.nodes.latent.SizeBound;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lays two pictures side by side or one above the other, as ComfyUI's ImageStitch does. Of two batches the smaller one's last picture stands
 * beside what is left of the larger one.
 */
@Doc("Lays two pictures side by side, or one above the other.")
@NodeType(id = "stitch-images", title = "Stitch images", category = "image/transform")
public final class StitchImages implements Node<StitchImages.In, StitchImages.Out> {

    private static final int ACROSS = 3;
    private static final int DOWN = 2;

    /** What to lay where. */
    public record In(
            @Doc("The pictures that stay where they are.") Image first,
            @Doc("The pictures that are laid beside them.") Image second,

            @Doc("On which side of the first the second is laid.")
            @Choices({"right", "down", "left", "up"})
            @Default("right")
            String side,

            @Doc(
                    "Whether the second is scaled until the sides that meet are equally long, its shape kept; otherwise the shorter one is filled up at both ends.")
            @Default("true")
            boolean fit,

            @Doc("How wide the gap between both is; an odd number is taken one larger.")
            @Range(min = 0, max = 1024, step = 2)
            @Default("0")
            @Unit("px")
            int gap,

            @Doc("The colour of the gap. What is filled up is white if it is, and black with any other.")
            @Choices({"white", "black", "red", "green", "blue"})
            @Default("white")
            String colour) {}

    /** What came of it. */
    public record Out(
            @Doc("The pictures, with both in each.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        int axis = in.side().equals("right") || in.side().equals("left") ? ACROSS : DOWN;
        int batch = Math.max(in.first().batch(), in.second().batch());
        FloatTensor first = enough(in.first().pixels(), batch);
        FloatTensor second = enough((in.fit() ? fitting(in, axis, ctx) : in.second()).pixels(), batch);
        int gap = in.gap() + in.gap() % 2;
        int across = axis == ACROSS ? first.dim(ACROSS) + gap + second.dim(ACROSS) : most(first, second, ACROSS);
        int down = axis == DOWN ? first.dim(DOWN) + gap + second.dim(DOWN) : most(first, second, DOWN);
        SizeBound.check("second", across, down, "Take smaller pictures.");
        ctx.willMake(across, down, batch);
        int meeting = axis == ACROSS ? DOWN : ACROSS;
        int length = most(first, second, meeting);
        float filling = in.colour().equals("white") ? 1 : 0;
        List<FloatTensor> parts = new ArrayList<>();
        parts.add(filled(first, meeting, length, filling));
        if (gap > 0) {
            parts.add(gap(in.colour(), batch, axis == ACROSS ? length : gap, axis == ACROSS ? gap : length));
        }
        parts.add(filled(second, meeting, length, filling));
        if (in.side().equals("left") || in.side().equals("up")) {
            Collections.reverse(parts);
        }
        return new Out(Image.of(FloatTensor.concat(axis, parts)));
    }

    private static int most(FloatTensor first, FloatTensor second, int axis) {
        return Math.max(first.dim(axis), second.dim(axis));
    }

    /** The second with the first's height, or width where they stand one above the other; its other side is cut to whole pixels. */
    private static Image fitting(In in, int axis, RunContext ctx) {
        double ratio = (double) in.second().width() / in.second().height();
        int width = axis == ACROSS
                ? (int) (in.first().height() * ratio)
                : in.first().width();
        int height = axis == ACROSS ? in.first().height() : (int) (in.first().width() / ratio);
        return new ScaleImage()
                .run(
                        new ScaleImage.In(
                                in.second(), "lanczos", 1, Math.max(1, width), Math.max(1, height), false, 0, 1, 0),
                        ctx)
                .image();
    }

    private static FloatTensor enough(FloatTensor pixels, int batch) {
        int own = pixels.dim(0);
        return own == batch
                ? pixels
                : FloatTensor.concat(
                        0, List.of(pixels, pixels.slice(0, own - 1, own).repeatTo(batch - own)));
    }

    /** Filled up at both ends, the smaller half before it. */
    private static FloatTensor filled(FloatTensor pixels, int axis, int length, float value) {
        int missing = length - pixels.dim(axis);
        if (missing == 0) {
            return pixels;
        }
        List<FloatTensor> parts = new ArrayList<>();
        if (missing > 1) {
            parts.add(plain(pixels, axis, missing / 2, value));
        }
        parts.add(pixels);
        parts.add(plain(pixels, axis, missing - missing / 2, value));
        return FloatTensor.concat(axis, parts);
    }

    private static FloatTensor plain(FloatTensor like, int axis, int length, float value) {
        int[] shape = like.shape();
        shape[axis] = length;
        return FloatTensor.zeros(shape).map(zero -> value);
    }

    private static FloatTensor gap(String colour, int batch, int height, int width) {
        List<FloatTensor> channels = new ArrayList<>();
        for (String channel : List.of("red", "green", "blue")) {
            float value = colour.equals("white") || colour.equals(channel) ? 1 : 0;
            channels.add(FloatTensor.zeros(batch, 1, height, width).map(zero -> value));
        }
        return FloatTensor.concat(1, channels);
    }
}
