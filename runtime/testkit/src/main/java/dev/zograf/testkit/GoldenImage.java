package dev.zograf.testkit;

import dev.zograf.api.value.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Compares pictures with those of an earlier run, kept as PNG files. A failure names the worst pixel and how large the difference is, and
 * leaves a picture of it: expected, actual and the difference, side by side. With {@code -Dzograf.golden.update=true} the files are
 * written anew; look at them before you commit them.
 *
 * <pre>{@code GoldenImage.in(Path.of("src/test/resources/golden")).verify("warm", image);}</pre>
 */
public final class GoldenImage {

    /** The system property that has the files written anew. */
    public static final String UPDATE = "zograf.golden.update";

    private final Path folder;
    private final Path report;
    private final int tolerance;

    private GoldenImage(Path folder, Path report, int tolerance) {
        this.folder = folder;
        this.report = report;
        this.tolerance = tolerance;
    }

    /** The pictures of a folder; a difference of one level of 255 is rounding and passes, failures are shown in {@code target/golden}. */
    public static GoldenImage in(Path folder) {
        return new GoldenImage(folder, Path.of("target", "golden"), 1);
    }

    /** The same with another tolerance: the largest difference that any channel of any pixel may have, in levels of 255. */
    public GoldenImage within(int levels) {
        return new GoldenImage(folder, report, levels);
    }

    /** The same with failures shown in another folder. */
    public GoldenImage report(Path to) {
        return new GoldenImage(folder, to, tolerance);
    }

    /** As {@link #verify(String, BufferedImage)}, for the first picture of a batch. */
    public void verify(String name, Image image) {
        verify(name, image.toBufferedImage());
    }

    /**
     * Compares a picture.
     *
     * @param name of the file, without {@code .png}
     * @throws AssertionError if there is no such file, or the picture differs
     */
    public void verify(String name, BufferedImage actual) {
        Path file = folder.resolve(name + ".png");
        try {
            if (Boolean.getBoolean(UPDATE)) {
                write(file, actual);
                return;
            }
            if (!Files.exists(file)) {
                throw new AssertionError("There is no golden picture " + file + ". Run the test with -D" + UPDATE
                        + "=true to write it, and look at it.");
            }
            compare(name, file, read(file), actual);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(String name, Path file, BufferedImage expected, BufferedImage actual) throws IOException {
        if (expected.getWidth() != actual.getWidth() || expected.getHeight() != actual.getHeight()) {
            throw new AssertionError(name + " is " + size(actual) + ", and " + file + " is " + size(expected) + ".");
        }
        PictureDifference difference = PictureDifference.of(expected, actual);
        if (difference.largest() > tolerance) {
            Path shown = report.resolve(name + ".png");
            write(shown, difference.picture());
            throw new AssertionError(name + " differs from " + file + ": " + difference
                    + String.format(
                            Locale.ROOT,
                            "; allowed is %d. %s shows expected, actual and the difference (%d times). If the new picture is right, run"
                                    + " the test with -D%s=true.",
                            tolerance,
                            shown,
                            difference.amplification(),
                            UPDATE));
        }
    }

    private static String size(BufferedImage picture) {
        return picture.getWidth() + "x" + picture.getHeight();
    }

    private static BufferedImage read(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        if (picture == null) {
            throw new AssertionError(file + " is no picture.");
        }
        return picture;
    }

    private static void write(Path file, BufferedImage picture) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(picture, "png", file.toFile());
    }
}
