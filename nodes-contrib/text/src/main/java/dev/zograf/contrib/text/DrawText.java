package dev.zograf.contrib.text;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import dev.zograf.api.Unit;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.Mask;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a text over pictures. */
@Doc("Draws a text over pictures: anywhere, in lines of a given width, with outline, shadow, box and rotation.")
@NodeType(id = "contrib.draw-text", title = "Draw text", category = "image/text")
public final class DrawText implements Node<DrawText.In, DrawText.Out> {

    /** What to draw, and how. */
    public record In(
            @Doc("The pictures; each gets the text.") Image image,

            @Doc("The text; a line break begins a new line.")
            String text,

            @Doc("The size of the font in pixels.") @Unit("px") @Range(min = 4, max = 2000) @Default("32")
            double size,

            @Doc("The colour of the letters: " + Colour.NOTATION + ".") @Default("white")
            String colour,

            @Doc("The place in the picture.") @Default("bottom")
            Anchor anchor,

            @Doc("The least distance to the edges of the picture.")
            @Unit("px")
            @Range(min = 0, max = 10_000)
            @Default("16")
            int margin,

            @Doc("Moves the text to the right, or to the left below 0.")
            @Unit("px")
            @Range(min = -20_000, max = 20_000)
            @Default("0")
            int x,

            @Doc("Moves the text down, or up below 0.") @Unit("px") @Range(min = -20_000, max = 20_000) @Default("0")
            int y,

            @Doc("The width at which lines are broken; 0 is the picture without its margins, -1 breaks none.")
            @Unit("px")
            @Range(min = -1, max = 20_000)
            @Default("0")
            int width,

            @Doc("Where lines begin and end among each other.") @Default("center")
            Alignment align,

            @Doc("From one line to the next, in sizes of the font.")
            @Range(min = 0.5, max = 5, step = 0.05)
            @Default("1.2")
            double lineSpacing,

            @Doc("The width of a line around the letters; 0 draws none.")
            @Unit("px")
            @Range(min = 0, max = 200)
            @Default("2")
            double outline,

            @Doc("The colour of that line.") @Default("black")
            String outlineColour,

            @Doc("How far a soft shadow lies to the right and below; 0 draws none.")
            @Unit("px")
            @Range(min = 0, max = 200)
            @Default("0")
            double shadow,

            @Doc("The colour of the shadow.") @Default("#000000a0")
            String shadowColour,

            @Doc("The colour of a box behind the text; none draws none.") @Default("none")
            String box,

            @Doc("From the text to the edge of its box.") @Unit("px") @Range(min = 0, max = 1000) @Default("8")
            int boxPadding,

            @Doc("Turns the text clockwise.") @Unit("deg") @Range(min = -360, max = 360, step = 1) @Default("0")
            double rotation,

            @Doc("1 draws in full, 0 nothing.") @Range(min = 0, max = 1, step = 0.01) @Default("1")
            double opacity,

            @Doc(
                    "TrueType or OpenType files below the input folder, asked in order for each letter; then Liberation Sans.")
            @Default("[]")
            List<String> fonts) {}

    /** What came of it. */
    public record Out(
            @Doc("The pictures with the text.") Image image,

            @Doc("1 where the text, its box and its shadow are, 0 elsewhere; one for all pictures.")
            Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Ink ink = new Ink(
                Colour.of("colour", in.colour()),
                in.outline(),
                Colour.of("outlineColour", in.outlineColour()),
                in.shadow(),
                Colour.of("shadowColour", in.shadowColour()));
        Colour ground = Colour.of("box", in.box());
        Image image = in.image();
        int edge = in.margin() + (ground.visible() ? in.boxPadding() : 0);
        int column = in.width() > 0 ? in.width() : in.width() < 0 ? 0 : Math.max(1, image.width() - 2 * edge);
        Fonts fonts = Fonts.of(in.fonts(), ctx.files());
        TextBlock block = TextBlock.set(
                in.text(),
                new TextBlock.Setting(fonts, in.size(), shrunk(in, fonts, column, ctx), in.lineSpacing(), in.align()),
                ctx);
        AffineTransform place = place(in, block, image, ground.visible() ? in.boxPadding() : 0);
        Shape letters = place.createTransformedShape(block.outline());
        Shape box = place.createTransformedShape(box(block, in.boxPadding()));
        List<Image> drawn = new ArrayList<>();
        @Nullable Canvas canvas = null;
        for (Image one : image.split()) {
            canvas = Canvas.of(one);
            canvas.paint(List.of(box), ground, in.opacity(), 0);
            ink.draw(canvas, letters, in.opacity());
            drawn.add(canvas.image());
            ctx.progress(drawn.size(), image.batch());
        }
        if (canvas == null) {
            throw new IllegalStateException("A batch has at least one picture.");
        }
        return new Out(Image.batch(drawn), canvas.mask());
    }

    /** A column as wide as its longest line, so that the anchor holds for what is seen; 0 if lines are not broken. */
    private static double shrunk(In in, Fonts fonts, int column, RunContext ctx) {
        if (column == 0 || in.width() > 0) {
            return column;
        }
        TextBlock wide = TextBlock.set(
                in.text(), new TextBlock.Setting(fonts, in.size(), column, in.lineSpacing(), Alignment.LEFT), ctx);
        double longest = wide.outline().getBounds2D().getMaxX();
        return Math.min(column, Math.ceil(longest) + in.size() / 4);
    }

    private static Rectangle2D box(TextBlock block, double padding) {
        return new Rectangle2D.Double(-padding, -padding, block.width() + 2 * padding, block.height() + 2 * padding);
    }

    private static AffineTransform place(In in, TextBlock block, Image image, double padding) {
        AffineTransform turned = AffineTransform.getRotateInstance(Math.toRadians(in.rotation()));
        Rectangle2D bounds = turned.createTransformedShape(box(block, padding)).getBounds2D();
        double x = in.anchor().x(image.width(), bounds.getWidth(), in.margin()) + in.x();
        double y = in.anchor().y(image.height(), bounds.getHeight(), in.margin()) + in.y();
        AffineTransform place = AffineTransform.getTranslateInstance(x - bounds.getX(), y - bounds.getY());
        place.concatenate(turned);
        return place;
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return Fonts.fingerprint(in.fonts(), files);
    }
}
