package dev.zograf.contrib.opencv;

import org.bytedeco.opencv.global.opencv_imgproc;

/** How values between pixels are made up. OpenCV's kernels do not widen when a picture shrinks; {@link #AREA} is for that. */
public enum Kernel {
    /** The nearest pixel, by OpenCV's exact rule. */
    NEAREST(opencv_imgproc.INTER_NEAREST_EXACT),
    /** The four pixels around. */
    BILINEAR(opencv_imgproc.INTER_LINEAR),
    /** Keys 1981 with a = -3/4, over 4x4 pixels. */
    BICUBIC(opencv_imgproc.INTER_CUBIC),
    /** The mean of what a pixel covers when shrinking; like bilinear when enlarging. */
    AREA(opencv_imgproc.INTER_AREA),
    /** A windowed sine cardinal of four lobes, over 8x8 pixels. */
    LANCZOS(opencv_imgproc.INTER_LANCZOS4);

    private final int code;

    Kernel(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
