package dev.zograf.contrib.opencv;

import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The way between tensors and OpenCV's matrices: planes {@code [batch, channels, h, w]} become, one picture after the other, matrices of
 * interleaved 32-bit floats and back. All native memory of a picture is freed before the next one, also on failure.
 */
final class Mats {

    private Mats() {}

    /** From one matrix to another; everything made on the way is freed afterwards. */
    @FunctionalInterface
    interface Filter {
        Mat apply(Mat from);
    }

    /**
     * Each picture filtered, with progress after each.
     *
     * @param planes of one or three channels
     * @return as many pictures; channels and size as the filter gave them, 8-bit results scaled from 255 to 1
     */
    static FloatTensor each(FloatTensor planes, RunContext ctx, Filter filter) {
        if (planes.rank() != 4 || planes.dim(1) != 1 && planes.dim(1) != 3 || planes.size() == 0) {
            throw new IllegalArgumentException("Planes have the shape [batch, 1 or 3, h, w], not " + planes + ".");
        }
        Natives.require();
        int batch = planes.dim(0);
        float[] out = {};
        int[] shape = {};
        for (int i = 0; i < batch; i++) {
            ctx.throwIfRequested();
            try (PointerScope scope = new PointerScope()) {
                Mat to = floats(filter.apply(mat(planes, i)));
                if (i == 0) {
                    shape = new int[] {batch, to.channels(), to.rows(), to.cols()};
                    out = new float[Math.multiplyExact(batch, area(to))];
                }
                copy(to, out, i * area(to));
            }
            ctx.progress(i + 1, batch);
        }
        return FloatTensor.wrap(out, shape);
    }

    /** Values from 0 to 1 as 8 bits, halves to the even neighbour, as NumPy rounds. */
    static Mat bytes(Mat floats) {
        Mat out = new Mat();
        floats.convertTo(out, opencv_core.CV_8U, 255, 0);
        return out;
    }

    private static int area(Mat mat) {
        return Math.multiplyExact(Math.multiplyExact(mat.rows(), mat.cols()), mat.channels());
    }

    private static Mat floats(Mat mat) {
        boolean bytes = mat.depth() == opencv_core.CV_8U;
        if (!bytes && mat.isContinuous()) {
            return mat;
        }
        Mat out = new Mat();
        mat.convertTo(out, opencv_core.CV_32F, bytes ? 1 / 255.0 : 1, 0);
        return out;
    }

    private static Mat mat(FloatTensor planes, int index) {
        int channels = planes.dim(1);
        int area = planes.dim(2) * planes.dim(3);
        float[] interleaved = new float[channels * area];
        int first = index * channels * area;
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < area; i++) {
                interleaved[i * channels + c] = planes.at(first + c * area + i);
            }
        }
        Mat mat = new Mat(planes.dim(2), planes.dim(3), opencv_core.CV_MAKETYPE(opencv_core.CV_32F, channels));
        new FloatPointer(mat.data()).put(interleaved, 0, interleaved.length);
        return mat;
    }

    private static void copy(Mat mat, float[] out, int first) {
        int channels = mat.channels();
        int size = area(mat);
        int area = size / channels;
        FloatBuffer interleaved = new FloatPointer(mat.data()).capacity(size).asBuffer();
        for (int i = 0; i < area; i++) {
            for (int c = 0; c < channels; c++) {
                out[first + c * area + i] = interleaved.get(i * channels + c);
            }
        }
    }
}
