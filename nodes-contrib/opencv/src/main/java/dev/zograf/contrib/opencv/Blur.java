package dev.zograf.contrib.opencv;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Size;

/** Smoothing. Beyond the border the picture is mirrored without its outermost pixel, as OpenCV does unless told otherwise. */
public final class Blur {

    private Blur() {}

    /** A Gaussian of that standard deviation in pixels, cut off at about four of them; 0 changes nothing. */
    public static FloatTensor gaussian(FloatTensor planes, double sigma, RunContext ctx) {
        return sigma <= 0 ? planes : Mats.each(planes, ctx, from -> gaussian(from, sigma));
    }

    /** As OpenCV's own Gaussian of 8-bit pictures: cut off at about three standard deviations, results rounded to 255ths. */
    public static FloatTensor gaussianOfBytes(FloatTensor planes, double sigma, RunContext ctx) {
        return sigma <= 0 ? planes : Mats.each(planes, ctx, from -> gaussian(Mats.bytes(from), sigma));
    }

    private static Mat gaussian(Mat from, double sigma) {
        Mat to = new Mat();
        opencv_imgproc.GaussianBlur(
                from, to, new Size(0, 0), sigma, sigma, opencv_core.BORDER_DEFAULT, opencv_core.ALGO_HINT_ACCURATE);
        return to;
    }

    /** The mean of a square of {@code 2 radius + 1} pixels. */
    public static FloatTensor box(FloatTensor planes, int radius, RunContext ctx) {
        int side = 2 * radius + 1;
        return Mats.each(planes, ctx, from -> {
            Mat to = new Mat();
            opencv_imgproc.blur(from, to, new Size(side, side), new Point(-1, -1), opencv_core.BORDER_DEFAULT);
            return to;
        });
    }

    /**
     * The median of a square of {@code 2 radius + 1} pixels, each channel by itself; the border is repeated. OpenCV computes
     * it exactly up to radius 2, and in 8 bits beyond.
     */
    public static FloatTensor median(FloatTensor planes, int radius, RunContext ctx) {
        return radius == 0
                ? planes
                : Mats.each(planes, ctx, from -> {
                    Mat to = new Mat();
                    opencv_imgproc.medianBlur(radius <= 2 ? from : Mats.bytes(from), to, 2 * radius + 1);
                    return to;
                });
    }

    /**
     * Smooths surfaces and keeps edges (Tomasi and Manduchi 1998): the mean of a disc, weighted by nearness in space and in colour.
     *
     * @param sigmaColour of the difference of colours, whose channels go from 0 to 1
     * @param sigmaSpace in pixels
     */
    public static FloatTensor bilateral(
            FloatTensor planes, int radius, double sigmaColour, double sigmaSpace, RunContext ctx) {
        return Mats.each(planes, ctx, from -> {
            Mat to = new Mat();
            opencv_core.patchNaNs(from, 0);
            opencv_imgproc.bilateralFilter(
                    from, to, 2 * radius + 1, sigmaColour, sigmaSpace, opencv_core.BORDER_DEFAULT);
            return to;
        });
    }
}
