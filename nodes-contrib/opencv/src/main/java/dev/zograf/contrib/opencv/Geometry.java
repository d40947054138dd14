package dev.zograf.contrib.opencv;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Pictures in other sizes and positions. Kernels may overshoot; the caller clips. */
public final class Geometry {

    /** What stands beyond the border of a picture. */
    public enum Border {
        /** One colour. */
        CONSTANT(opencv_core.BORDER_CONSTANT),
        /** The picture mirrored, its outermost pixel not repeated: {@code gfedcb|abcdefgh|gfedcba}. */
        REFLECT(opencv_core.BORDER_REFLECT_101),
        /** The outermost pixel again and again. */
        REPLICATE(opencv_core.BORDER_REPLICATE);

        private final int code;

        Border(int code) {
            this.code = code;
        }
    }

    private Geometry() {}

    /** The whole picture in another size. */
    public static FloatTensor resize(FloatTensor planes, int width, int height, Kernel kernel, RunContext ctx) {
        if (planes.dim(3) == width && planes.dim(2) == height) {
            return planes;
        }
        ctx.willMake(width, height, planes.dim(0));
        return Mats.each(planes, ctx, from -> {
            Mat to = new Mat();
            opencv_imgproc.resize(from, to, new Size(width, height), 0, 0, kernel.code());
            return to;
        });
    }

    /**
     * Pictures with a border around them.
     *
     * @param background a value for each channel, for {@link Border#CONSTANT}
     */
    public static FloatTensor pad(
            FloatTensor planes,
            int left,
            int top,
            int right,
            int bottom,
            Border border,
            float[] background,
            RunContext ctx) {
        ctx.willMake(left + planes.dim(3) + right, top + planes.dim(2) + bottom, planes.dim(0));
        return Mats.each(planes, ctx, from -> {
            Mat to = new Mat();
            opencv_core.copyMakeBorder(from, to, top, bottom, left, right, border.code, scalar(background));
            return to;
        });
    }

    /**
     * Pictures turned counter-clockwise about their middle, in the middle of a canvas.
     *
     * @param width of the canvas
     * @param height of the canvas
     * @param background a value for each channel
     */
    public static FloatTensor rotate(
            FloatTensor planes,
            double degrees,
            int width,
            int height,
            Kernel kernel,
            float[] background,
            RunContext ctx) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        // From the canvas to the picture, both measured from their middles; y points down.
        double fromX = (planes.dim(3) - 1) / 2.0;
        double fromY = (planes.dim(2) - 1) / 2.0;
        double toX = (width - 1) / 2.0;
        double toY = (height - 1) / 2.0;
        double[] inverse = {cos, -sin, fromX - cos * toX + sin * toY, sin, cos, fromY - sin * toX - cos * toY};
        int code = kernel == Kernel.NEAREST
                ? opencv_imgproc.INTER_NEAREST
                : kernel == Kernel.AREA ? opencv_imgproc.INTER_LINEAR : kernel.code();
        ctx.willMake(width, height, planes.dim(0));
        return Mats.each(planes, ctx, from -> {
            Mat matrix = new Mat(2, 3, opencv_core.CV_64F);
            new DoublePointer(matrix.data()).put(inverse, 0, inverse.length);
            Mat to = new Mat();
            opencv_imgproc.warpAffine(
                    from,
                    to,
                    matrix,
                    new Size(width, height),
                    code | opencv_imgproc.WARP_INVERSE_MAP,
                    opencv_core.BORDER_CONSTANT,
                    scalar(background));
            return to;
        });
    }

    private static Scalar scalar(float[] values) {
        return values.length == 1 ? new Scalar(values[0], 0, 0, 0) : new Scalar(values[0], values[1], values[2], 0);
    }
}
