package dev.zograf.contrib.opencv;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Animated pictures as the bytes of a file: APNG and WebP in both directions, GIF to read. */
public final class Animations {

    /** The quality at which WebP keeps all. */
    public static final int LOSSLESS = 101;

    private Animations() {}

    /**
     * Pictures of an animation.
     *
     * @param frames whole pictures of one size, transparency over white
     * @param delays how long each is shown, in milliseconds
     * @param loops how often it runs; 0 for ever
     */
    public record Animation(List<Image> frames, List<Integer> delays, int loops) {}

    /**
     * The bytes of a file.
     *
     * @param extension {@code .png} or {@code .webp}
     * @param quality of WebP, from 1 to 100; above 100 nothing is lost
     * @throws IllegalStateException if OpenCV refuses
     */
    public static byte[] encode(String extension, Animation animation, int quality) {
        load();
        try (PointerScope scope = new PointerScope()) {
            Mat[] frames = animation.frames().stream().map(Animations::mat).toArray(Mat[]::new);
            int[] delays =
                    animation.delays().stream().mapToInt(Integer::intValue).toArray();
            opencv_imgcodecs.Animation written =
                    new opencv_imgcodecs.Animation(animation.loops(), new Scalar(255, 255, 255, 255));
            written.frames(new MatVector(frames));
            written.durations(new IntPointer(delays));
            BytePointer out = new BytePointer();
            IntPointer parameters = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, Math.min(quality, LOSSLESS));
            if (!opencv_imgcodecs.imencodeanimation(new BytePointer(extension), written, out, parameters)) {
                throw new IllegalStateException("OpenCV does not write this animation as " + extension + ".");
            }
            byte[] bytes = new byte[Math.toIntExact(out.limit())];
            out.get(bytes);
            return bytes;
        }
    }

    /**
     * The animation in a file's bytes; a still picture is one frame.
     *
     * @param start the first frame, counted from 0
     * @param most as many frames as are read
     * @throws IllegalArgumentException if these are not the bytes of a picture that OpenCV reads
     */
    public static Animation decode(byte[] file, int start, int most) {
        load();
        try (PointerScope scope = new PointerScope()) {
            Mat bytes = new Mat(1, file.length, opencv_core.CV_8UC1);
            bytes.data().put(file, 0, file.length);
            opencv_imgcodecs.Animation read = new opencv_imgcodecs.Animation();
            boolean ok;
            try {
                ok = opencv_imgcodecs.imdecodeanimation(bytes, read, start, most);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("OpenCV cannot read it.", e);
            }
            long count = ok ? read.frames().size() : 0;
            List<Image> frames = new ArrayList<>();
            List<Integer> delays = new ArrayList<>();
            IntPointer durations = read.durations();
            for (int i = 0; i < count; i++) {
                frames.add(image(read.frames().get(i)));
                delays.add(durations.limit() > i ? durations.get(i) : 0);
            }
            return new Animation(frames, delays, read.loop_count());
        }
    }

    private static void load() {
        Natives.require();
        Loader.load(opencv_imgcodecs.class);
    }

    private static Mat mat(Image image) {
        int area = image.width() * image.height();
        byte[] bgr = new byte[3 * area];
        FloatTensor pixels = image.pixels();
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < area; i++) {
                float level = Math.min(Math.max(pixels.at(c * area + i), 0f), 1f);
                bgr[3 * i + 2 - c] = (byte) Math.rint(255f * level);
            }
        }
        Mat mat = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
        mat.data().put(bgr, 0, bgr.length);
        return mat;
    }

    private static Image image(Mat mat) {
        if (mat.depth() != opencv_core.CV_8U || !mat.isContinuous()) {
            Mat bytes = new Mat();
            mat.convertTo(bytes, opencv_core.CV_8U, mat.depth() == opencv_core.CV_16U ? 1 / 257.0 : 1, 0);
            return image(bytes);
        }
        int area = mat.rows() * mat.cols();
        int channels = mat.channels();
        byte[] levels = new byte[area * channels];
        mat.data().get(levels, 0, levels.length);
        float[] out = new float[3 * area];
        for (int i = 0; i < area; i++) {
            float alpha = channels == 4 ? (levels[4 * i + 3] & 0xff) / 255f : 1;
            for (int c = 0; c < 3; c++) {
                int level = levels[channels * i + (channels == 1 ? 0 : 2 - c)] & 0xff;
                out[c * area + i] = level / 255f * alpha + 1 - alpha;
            }
        }
        return Image.of(FloatTensor.wrap(out, 1, 3, mat.rows(), mat.cols()));
    }
}
