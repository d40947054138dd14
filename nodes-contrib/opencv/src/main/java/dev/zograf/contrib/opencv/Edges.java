package dev.zograf.contrib.opencv;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Where pictures change quickly. */
public final class Edges {

    private static final int APERTURE = 3;

    private Edges() {}

    /**
     * Canny 1986 on 8-bit pictures: white lines of one pixel on black, {@code [batch, 1, h, w]}. Of colours, the channel with the
     * steepest gradient counts.
     *
     * @param low gradients above it go on with a line
     * @param high gradients above it begin a line
     * @param euclidean whether the gradient's length is {@code sqrt(dx² + dy²)} instead of {@code |dx| + |dy|}
     */
    public static FloatTensor canny(FloatTensor planes, double low, double high, boolean euclidean, RunContext ctx) {
        return Mats.each(planes, ctx, from -> {
            Mat to = new Mat();
            opencv_imgproc.Canny(Mats.bytes(from), to, low, high, APERTURE, euclidean);
            return to;
        });
    }

    /** The length of Sobel's gradient, for values from 0 to 1: a step from black to white gives 4. */
    public static FloatTensor sobel(FloatTensor planes, RunContext ctx) {
        return Mats.each(planes, ctx, from -> {
            Mat dx = new Mat();
            Mat dy = new Mat();
            opencv_imgproc.Sobel(from, dx, opencv_core.CV_32F, 1, 0);
            opencv_imgproc.Sobel(from, dy, opencv_core.CV_32F, 0, 1);
            Mat length = new Mat();
            opencv_core.magnitude(dx, dy, length);
            return length;
        });
    }

    /** The sum of the second derivatives, positive on the dark side of an edge. */
    public static FloatTensor laplacian(FloatTensor planes, RunContext ctx) {
        return Mats.each(planes, ctx, from -> {
            Mat to = new Mat();
            opencv_imgproc.Laplacian(from, to, opencv_core.CV_32F);
            return to;
        });
    }
}
