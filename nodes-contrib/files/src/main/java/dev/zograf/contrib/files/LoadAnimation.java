package dev.zograf.contrib.files;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.opencv.Animations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the pictures of an animated GIF, PNG or WebP, each whole, by OpenCV. */
@Doc("Reads the pictures of an animated GIF, PNG or WebP, each whole; a still picture is one.")
@NodeType(id = "contrib.load-animation", title = "Load animation", category = "files")
public final class LoadAnimation implements Node<LoadAnimation.In, LoadAnimation.Out> {

    private static final int MAX_BYTES = 256 << 20;

    /** What to read. */
    public record In(
            @Doc("A GIF, PNG or WebP file below the input folder.")
            String file,

            @Doc("The first picture to take, counted from 0.") @Range(min = 0, max = 100_000) @Default("0")
            int start,

            @Doc("How many pictures to read at most.") @Unit("pictures") @Range(min = 1, max = 10_000) @Default("100")
            int count) {}

    /** What was read. */
    public record Out(
            @Doc("The pictures one by one, what is transparent in them over white.")
            List<Image> images,

            @Doc("The same pictures as one batch.") Image image,

            @Doc("How long each is shown, in milliseconds.") @Unit("ms")
            List<Integer> delays,

            @Doc("Pictures a second on the average; 0 if the file does not say.") @Unit("fps")
            double fps,

            @Doc("How often it runs; 0 is for ever.") int loops) {}

    @Override
    public Out run(In in, RunContext ctx) {
        byte[] bytes = bytes(in.file(), ctx.files());
        PictureHeader header = PictureHeader.of(in.file(), bytes);
        long area = (long) header.width() * header.height();
        int most = (int) Math.min(in.count(), Math.max(1, LoadFolder.MAX_PIXELS / area));
        ctx.willMake(header.width(), header.height(), 1);
        ctx.progress(0, 1);
        Animations.Animation read;
        try {
            read = Animations.decode(bytes, in.start(), most);
        } catch (IllegalArgumentException e) {
            throw new BadFileException(in.file(), "the animation is damaged.", e);
        }
        if (read.frames().isEmpty()) {
            throw new BadFileException(
                    in.file(), "there is no picture to take from " + in.start() + " on, or the file is damaged.");
        }
        if (read.frames().size() == most && most < in.count()) {
            throw new BadFileException(
                    in.file(),
                    "its pictures may have more than " + LoadFolder.MAX_PIXELS + " pixels together; read " + most
                            + " at once with start and count.");
        }
        ctx.willMake(header.width(), header.height(), read.frames().size());
        ctx.progress(1, 1);
        double sum = read.delays().stream().mapToInt(Integer::intValue).sum();
        return new Out(
                read.frames(),
                Image.batch(read.frames()),
                read.delays(),
                sum > 0 ? 1000 * read.delays().size() / sum : 0,
                read.loops());
    }

    private static byte[] bytes(String name, RunFiles files) {
        Path file = files.input(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new BadFileException(name, "the file has more than " + (MAX_BYTES >> 20) + " MiB.");
            }
            return bytes;
        } catch (IOException e) {
            throw new BadFileException(name, "the file cannot be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        Path file = files.input(in.file());
        return Files.size(file) + "@" + Files.getLastModifiedTime(file);
    }
}
