package dev.zograf.contrib.opencv;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Growing and shrinking of bright areas; beyond the border there is nothing that would win. */
public final class Morphology {

    /** A large disc is made of several of at most this radius, since the cost grows with the square. */
    private static final int STEP = 8;

    private Morphology() {}

    /** The greatest value within {@code radius} pixels. */
    public static FloatTensor grow(FloatTensor planes, int radius, boolean round, RunContext ctx) {
        return Mats.each(planes, ctx, from -> apply(from, radius, round, opencv_imgproc::dilate, ctx));
    }

    /** The least value within {@code radius} pixels. */
    public static FloatTensor shrink(FloatTensor planes, int radius, boolean round, RunContext ctx) {
        return Mats.each(planes, ctx, from -> apply(from, radius, round, opencv_imgproc::erode, ctx));
    }

    @FunctionalInterface
    private interface Step {
        void apply(Mat from, Mat to, Mat shape);
    }

    private static Mat apply(Mat from, int radius, boolean round, Step step, RunContext ctx) {
        Mat at = from;
        for (int left = radius; left > 0; left -= STEP) {
            ctx.throwIfRequested();
            int side = 2 * Math.min(left, STEP) + 1;
            Mat shape = opencv_imgproc.getStructuringElement(
                    round ? opencv_imgproc.MORPH_ELLIPSE : opencv_imgproc.MORPH_RECT, new Size(side, side));
            Mat to = new Mat();
            step.apply(at, to, shape);
            at = to;
        }
        return at;
    }
}
