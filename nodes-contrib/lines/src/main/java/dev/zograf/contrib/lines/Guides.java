package dev.zograf.contrib.lines;

import dev.zograf.api.InvalidInputException;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.opencv.Geometry;
import dev.zograf.contrib.opencv.Kernel;
import dev.zograf.contrib.opencv.Silently;
import java.util.List;

/** What the nodes share: sizes as annotators choose them, grey pictures from planes. */
final class Guides {

    private static final int GRID = 64;
    private static final long MOST = 1L << 26;

    private Guides() {}

    /**
     * Pictures whose shorter side is about {@code resolution}, both sides being multiples of 64: by OpenCV's Lanczos when enlarging and
     * by area when shrinking. 0 leaves them as they are.
     */
    static FloatTensor sized(Image image, int resolution, RunContext ctx) {
        if (resolution == 0) {
            return image.pixels();
        }
        double scale = (double) resolution / Math.min(image.width(), image.height());
        long width = multiple(image.width() * scale);
        long height = multiple(image.height() * scale);
        if (width * height > MOST) {
            throw new InvalidInputException(
                    "resolution",
                    "A picture of " + width + "x" + height + " is too large: " + MOST
                            + " pixels can be made at most, as many as 8192x8192. Choose a smaller resolution.");
        }
        Kernel kernel = scale > 1 ? Kernel.LANCZOS : Kernel.AREA;
        return Geometry.resize(image.pixels(), (int) width, (int) height, kernel, new Silently(ctx))
                .clamp(0, 1);
    }

    private static long multiple(double side) {
        return Math.max(1, (long) Math.rint(side / GRID)) * GRID;
    }

    /** The luma of BT.601 as planes {@code [batch, 1, h, w]}. */
    static FloatTensor grey(FloatTensor pixels) {
        FloatTensor red = pixels.slice(1, 0, 1);
        FloatTensor green = pixels.slice(1, 1, 2);
        FloatTensor blue = pixels.slice(1, 2, 3);
        return red.times(0.299).plus(0.587, green).plus(0.114, blue);
    }

    /** Planes {@code [batch, 1, h, w]} as grey pictures, clipped. */
    static Image image(FloatTensor planes) {
        FloatTensor clipped = planes.clamp(0, 1);
        return Image.of(FloatTensor.concat(1, List.of(clipped, clipped, clipped)));
    }
}
