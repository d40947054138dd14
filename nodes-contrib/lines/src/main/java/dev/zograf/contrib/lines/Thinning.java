package dev.zograf.contrib.lines;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.contrib.opencv.Blur;
import dev.zograf.contrib.opencv.Silently;

/** Soft edges as if drawn by a felt pen. */
final class Thinning {

    private static final double SIGMA = 3;
    private static final float RIDGE = 127f / 255;
    private static final float INK = 4f / 255;

    private static final int[][] DIRECTIONS = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};

    private Thinning() {}

    /**
     * Blurs the edges, keeps the ridges, and widens these again to round strokes, white on black, as the scribble annotator of
     * ControlNet does.
     */
    static FloatTensor strokes(FloatTensor edges, RunContext ctx) {
        FloatTensor soft = Blur.gaussian(edges, SIGMA, new Silently(ctx));
        FloatTensor ridges = ridges(soft);
        return Blur.gaussianOfBytes(ridges, SIGMA, ctx).map(v -> v > INK ? 1 : 0);
    }

    /** 1 where a value above a half is the greatest along one of the four directions. */
    private static FloatTensor ridges(FloatTensor planes) {
        int width = planes.dim(3);
        int height = planes.dim(2);
        float[] out = new float[planes.size()];
        for (int i = 0; i < out.length; i++) {
            float here = planes.at(i);
            int x = i % width;
            int y = i / width % height;
            boolean ridge = false;
            for (int[] d : DIRECTIONS) {
                ridge |= here >= at(planes, i, x + d[0], y + d[1], d[1] * width + d[0])
                        && here >= at(planes, i, x - d[0], y - d[1], -d[1] * width - d[0]);
            }
            out[i] = ridge && here > RIDGE ? 1 : 0;
        }
        return FloatTensor.wrap(out, planes.shape());
    }

    private static float at(FloatTensor planes, int i, int x, int y, int step) {
        boolean inside = x >= 0 && y >= 0 && x < planes.dim(3) && y < planes.dim(2);
        return inside ? planes.at(i + step) : Float.NEGATIVE_INFINITY;
    }
}
