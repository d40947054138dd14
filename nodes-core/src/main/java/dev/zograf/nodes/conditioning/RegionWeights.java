package dev.zograf.nodes.conditioning;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How strongly a part of a conditioning counts at each pixel of a latent: its strength times its mask, or times a feathered edge where
 * an area without a mask ends inside of the picture.
 *
 * @param rectangle what of the latent the network is shown
 * @param weights {@code [1 or the masks, 1, h, w]} of the rectangle
 */
record RegionWeights(Rectangle rectangle, FloatTensor weights) {

    /** How many latent pixels the edge of an area is wide; a quarter of the area at most. */
    private static final int EDGE = 8;

    /** The least side of what is cut to a mask. */
    private static final int LEAST = 8;

    /** @param factor pixels of the picture for one of the latent */
    static RegionWeights of(Region region, FloatTensor x, int factor) {
        Optional<FloatTensor> mask = region.mask().map(each -> BilinearResize.of(planes(each, x), x.dim(2), x.dim(3)));
        Rectangle rectangle =
                region.area().map(area -> Rectangle.of(area, x, factor)).orElse(Rectangle.whole(x));
        if (mask.isPresent() && region.isCutToMask()) {
            rectangle = bounds(mask.get());
        }
        FloatTensor weights;
        if (mask.isPresent()) {
            weights = rectangle.cut(mask.get()).times(region.maskStrength()).times(region.strength());
        } else {
            weights = feathered(rectangle, x, region.area().isPresent(), region.strength());
        }
        return new RegionWeights(rectangle, weights);
    }

    /** {@code [masks, 1, h, w]}, one or as many as there are latents. */
    private static FloatTensor planes(Mask mask, FloatTensor x) {
        if (x.dim(0) % mask.batch() != 0) {
            throw new InvalidInputException(
                    "positive",
                    "A prompt has " + mask.batch() + " masks for " + x.dim(0)
                            + " latents: give one mask, or one for each.");
        }
        return mask.values().reshape(mask.batch(), 1, mask.height(), mask.width());
    }

    /** The smallest rectangle, of at least eight pixels a side, that holds all that is not 0 in any of the masks. */
    private static Rectangle bounds(FloatTensor masks) {
        int height = masks.dim(2);
        int width = masks.dim(3);
        int top = height;
        int left = width;
        int bottom = -1;
        int right = -1;
        for (int i = 0; i < masks.size(); i++) {
            if (masks.at(i) != 0) {
                int y = i / width % height;
                int x = i % width;
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
                left = Math.min(left, x);
                right = Math.max(right, x);
            }
        }
        Rectangle found = bottom < 0
                ? new Rectangle(0, 0, LEAST, LEAST)
                : new Rectangle(top, left, Math.max(LEAST, bottom - top + 1), Math.max(LEAST, right - left + 1));
        return found.within(height, width);
    }

    /** The strength, falling off linearly towards those sides that are not the picture's. */
    private static FloatTensor feathered(Rectangle area, FloatTensor x, boolean feather, double strength) {
        float[] out = new float[area.size()];
        for (int i = 0; i < out.length; i++) {
            double weight = strength;
            if (feather) {
                weight *= edge(i / area.width(), area.height(), area.top(), x.dim(2));
                weight *= edge(i % area.width(), area.width(), area.left(), x.dim(3));
            }
            out[i] = (float) weight;
        }
        return FloatTensor.wrap(out, 1, 1, area.height(), area.width());
    }

    /** @param at counted from where the area begins, {@code from} in a picture of size {@code whole} */
    private static double edge(int at, int size, int from, int whole) {
        int wide = Math.min(EDGE, size / 4);
        double weight = 1;
        if (from > 0 && at < wide) {
            weight *= (at + 1.0) / wide;
        }
        if (from + size < whole && size - 1 - at < wide) {
            weight *= (double) (size - at) / wide;
        }
        return weight;
    }

    /** What others leave of 1 in the whole latent; empty if that is nothing anywhere. */
    static Optional<RegionWeights> rest(List<RegionWeights> others, FloatTensor x) {
        Rectangle whole = Rectangle.whole(x);
        boolean alike = others.stream().allMatch(other -> other.weights.dim(0) == 1);
        int entries = alike ? 1 : x.dim(0);
        float[] left = new float[entries * whole.size()];
        Arrays.fill(left, 1);
        for (RegionWeights other : others) {
            for (int entry = 0; entry < entries; entry++) {
                for (int pixel = 0; pixel < other.rectangle.size(); pixel++) {
                    int y = other.rectangle.top() + pixel / other.rectangle.width();
                    int at = y * whole.width() + other.rectangle.left() + pixel % other.rectangle.width();
                    left[entry * whole.size() + at] -= (float) other.at(entry, pixel);
                }
            }
        }
        boolean any = false;
        for (int i = 0; i < left.length; i++) {
            left[i] = Math.max(left[i], 0);
            any |= left[i] > 0;
        }
        return any
                ? Optional.of(
                        new RegionWeights(whole, FloatTensor.wrap(left, entries, 1, whole.height(), whole.width())))
                : Optional.empty();
    }

    /** The weight for one pixel of a latent's entry, by its place in the rectangle. */
    double at(int entry, int pixel) {
        return weights.at(entry % weights.dim(0) * rectangle.size() + pixel);
    }
}
