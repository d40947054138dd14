package dev.zograf.contrib.files;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.FilePlaceholders;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.opencv.Animations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes pictures as an animation: GIF by the JDK, animated PNG and WebP by OpenCV. */
@Doc("Writes pictures as an animated GIF, PNG or WebP; an older file of that name is replaced.")
@NodeType(id = "contrib.save-animation", title = "Save animation", category = "files", effect = true)
public final class SaveAnimation implements Node<SaveAnimation.In, SaveAnimation.Out> {

    /** Faster than this, GIF's hundredths of a second are too coarse, and browsers slow it down. */
    private static final int GIF_FASTEST = 50;

    private enum Kind {
        GIF,
        PNG,
        WEBP
    }

    /** What to write, and where. */
    public record In(
            @Doc("The pictures in order, all of one size; a batch counts as several.")
            List<Image> images,

            @Doc(
                    "The file's name below the output folder; its extension decides the format: .gif, .png or .apng, .webp. %year%, %width% and so on are filled as save-image does.")
            @Default("\"animation.webp\"")
            String name,

            @Doc("Pictures a second.") @Unit("fps") @Range(min = 0.01, max = 1000) @Default("12")
            double fps,

            @Doc("How long each picture is shown in milliseconds, in place of fps; as many as pictures, or none.")
            @Unit("ms")
            @Range(min = 1, max = 600_000)
            @Default("[]")
            List<Integer> delays,

            @Doc("How often it runs; 0 is for ever.") @Range(min = 0, max = 65_535) @Default("0")
            int loops,

            @Doc("How much of the pictures WebP keeps; 0 is as 1. PNG keeps all, GIF 256 colours a picture.")
            @Range(min = 0, max = 100)
            @Default("90")
            int quality,

            @Doc("Has WebP keep all, whatever the quality.") @Default("false")
            boolean lossless,

            @Doc("The format, where the name does not say it; its extension is added.")
            @Choices({"by-name", "gif", "png", "webp"})
            @Default("by-name")
            String format,

            @Doc("Whether files are numbered on, animation-0001.webp and so on, rather than replaced.")
            @Default("false")
            boolean numbered) {

        /** The name or the format says what it is, delays belong to pictures. */
        public In {
            kind(fileName(name, format));
            int pictures = images.stream().mapToInt(Image::batch).sum();
            if (!delays.isEmpty() && delays.size() != pictures) {
                throw new InvalidInputException(
                        "delays",
                        "There are " + delays.size() + " delays for " + pictures + " pictures; give one each or none.");
            }
        }
    }

    /** What was written. */
    public record Out(@Doc("The path of the file.") String file) {}

    private static String fileName(String name, String format) {
        String end = "." + format;
        boolean said = format.equals("by-name") || name.toLowerCase(Locale.ROOT).endsWith(end);
        return said ? name : name + end;
    }

    private static Kind kind(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.matches(".*[^/]\\.gif")) {
            return Kind.GIF;
        }
        if (lower.matches(".*[^/]\\.a?png")) {
            return Kind.PNG;
        }
        if (lower.matches(".*[^/]\\.webp")) {
            return Kind.WEBP;
        }
        throw new InvalidInputException(
                "name", "Animations are written as .gif, .png, .apng or .webp; name the file so, or give the format.");
    }

    @Override
    public Out run(In in, RunContext ctx) {
        List<Image> images = NamePattern.single(in.images());
        for (Image image : images) {
            if (!image.size().equals(images.get(0).size())) {
                throw new InvalidInputException(
                        "images",
                        "Pictures of " + images.get(0).size() + " and " + image.size()
                                + " make no animation; bring them to one size with resize-image.");
            }
        }
        String filled = FilePlaceholders.fill(
                in.name(), images.get(0).width(), images.get(0).height());
        String name = fileName(filled, in.format());
        Kind kind = kind(name);
        if (kind == Kind.GIF && in.fps() > GIF_FASTEST) {
            throw new InvalidInputException(
                    "fps", "A GIF has " + GIF_FASTEST + " pictures a second at most; take fewer, or write .webp.");
        }
        List<Integer> delays =
                in.delays().isEmpty() ? delays(in.fps(), images.size(), kind == Kind.GIF ? 10 : 1) : in.delays();
        ctx.progress(0, 1);
        byte[] bytes = encode(in, kind, images, delays, ctx);
        ctx.throwIfRequested();
        int dot = name.lastIndexOf('.');
        String free = in.numbered() ? ctx.files().newName(name.substring(0, dot), name.substring(dot + 1)) : name;
        String file = ctx.files().write(free, out -> out.write(bytes)).toString();
        ctx.progress(1, 1);
        return new Out(file);
    }

    /** Milliseconds in whole units, whose sum keeps the pace. */
    private static List<Integer> delays(double fps, int count, int unit) {
        List<Integer> delays = new ArrayList<>();
        long shown = 0;
        for (int i = 1; i <= count; i++) {
            long until = Math.round(i * 1000 / fps / unit) * unit;
            delays.add((int) (until - shown));
            shown = until;
        }
        return delays;
    }

    private static byte[] encode(In in, Kind kind, List<Image> images, List<Integer> delays, RunContext ctx) {
        try {
            return switch (kind) {
                case GIF -> GifFile.encode(images, delays, in.loops(), ctx);
                case PNG -> Animations.encode(".png", new Animations.Animation(images, delays, in.loops()), 100);
                case WEBP ->
                    Animations.encode(
                            ".webp",
                            new Animations.Animation(images, delays, in.loops()),
                            in.lossless() ? Animations.LOSSLESS : Math.max(1, in.quality()));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
