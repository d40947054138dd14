package dev.zograf.contrib.text;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** Draws a faint text over the whole of pictures, again and again. For one text in a corner, {@link DrawText} has an opacity. */
@Doc("Draws a faint text over the whole of pictures, again and again.")
@NodeType(id = "contrib.watermark", title = "Watermark", category = "image/text")
public final class Watermark implements Node<Watermark.In, Watermark.Out> {

    private static final int MAX_COPIES = 20_000;

    /** What to draw, and how. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The text.") String text,

            @Doc("1 draws in full, 0 nothing.") @Range(min = 0, max = 1, step = 0.01) @Default("0.2")
            double opacity,

            @Doc("The size of the font in pixels.") @Unit("px") @Range(min = 4, max = 2000) @Default("24")
            double size,

            @Doc("The colour of the letters: " + Colour.NOTATION + ".") @Default("white")
            String colour,

            @Doc("The width of a line around the letters, which keeps them readable on their own colour; 0 draws none.")
            @Unit("px")
            @Range(min = 0, max = 200)
            @Default("1")
            double outline,

            @Doc("The colour of that line.") @Default("black")
            String outlineColour,

            @Doc("Turns the text clockwise.") @Unit("deg") @Range(min = -360, max = 360, step = 1) @Default("-30")
            double rotation,

            @Doc("The free space between one copy and the next, in sizes of the font.")
            @Range(min = 0, max = 100)
            @Default("2")
            double gap,

            @Doc(
                    "TrueType or OpenType files below the input folder, asked in order for each letter; then Liberation Sans.")
            @Default("[]")
            List<String> fonts) {

        /** Nothing cannot be drawn again and again. */
        public In {
            if (text.isBlank()) {
                throw new InvalidInputException("text", "A watermark needs a text.");
            }
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The pictures with the watermark.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Ink ink = new Ink(
                Colour.of("colour", in.colour()),
                in.outline(),
                Colour.of("outlineColour", in.outlineColour()),
                0,
                Colour.of("colour", in.colour()));
        TextBlock block = TextBlock.set(
                in.text(),
                new TextBlock.Setting(Fonts.of(in.fonts(), ctx.files()), in.size(), 0, 1.2, Alignment.CENTER),
                ctx);
        Shape letters = tiled(in, block, ctx);
        List<Image> out = new ArrayList<>();
        for (Image one : in.image().split()) {
            Canvas canvas = Canvas.of(one);
            ink.draw(canvas, letters, in.opacity());
            out.add(canvas.image());
            ctx.progress(out.size(), in.image().batch());
        }
        return new Out(Image.batch(out));
    }

    /** Copies in rows, every second one moved by half a step, over a square that covers the picture however it is turned. */
    private static Shape tiled(In in, TextBlock block, RunContext ctx) {
        double across = block.width() + in.gap() * in.size();
        double down = block.height() + in.gap() * in.size();
        double reach = Math.hypot(in.image().width(), in.image().height()) / 2;
        int columns = (int) Math.ceil(reach / across) + 1;
        int rows = (int) Math.ceil(reach / down) + 1;
        if ((2L * columns + 1) * (2L * rows + 1) * in.text().length() > MAX_COPIES) {
            throw new InvalidInputException(
                    "size",
                    "So many copies of the text would be needed that they cannot be drawn; make the text larger or"
                            + " the gap wider.");
        }
        Path2D letters = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (int row = -rows; row <= rows; row++) {
            ctx.throwIfRequested();
            for (int column = -columns; column <= columns; column++) {
                AffineTransform place = AffineTransform.getTranslateInstance(
                        in.image().width() / 2.0, in.image().height() / 2.0);
                place.rotate(Math.toRadians(in.rotation()));
                place.translate(
                        column * across + (row % 2 == 0 ? 0 : across / 2) - block.width() / 2,
                        row * down - block.height() / 2);
                letters.append(block.outline().getPathIterator(place), false);
            }
        }
        return letters;
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return Fonts.fingerprint(in.fonts(), files);
    }
}
