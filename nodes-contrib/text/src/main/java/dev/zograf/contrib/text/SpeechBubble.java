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
import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Lets somebody in a picture say something. */
@Doc("Draws a speech bubble with a text into pictures; its tail points at who speaks.")
@NodeType(id = "contrib.speech-bubble", title = "Speech bubble", category = "image/text")
public final class SpeechBubble implements Node<SpeechBubble.In, SpeechBubble.Out> {

    /** Who says what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("What is said.") String text,

            @Doc("Where the tail points to, from the left edge at 0 to the right at 1.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("0.5")
            double x,

            @Doc("Where the tail points to, from the upper edge at 0 to the lower at 1.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("0.5")
            double y,

            @Doc("The place of the bubble in the picture.") @Default("top")
            Anchor anchor,

            @Doc("The distance of the bubble to the edges of the picture.")
            @Unit("px")
            @Range(min = 0, max = 10_000)
            @Default("12")
            int margin,

            @Doc("The size of the font in pixels.") @Unit("px") @Range(min = 4, max = 2000) @Default("24")
            double size,

            @Doc("The width of the text as a share of the picture's.")
            @Range(min = 0.1, max = 1, step = 0.05)
            @Default("0.6")
            double width,

            @Doc("The colour of letters and line: " + Colour.NOTATION + ".") @Default("black")
            String colour,

            @Doc("The colour of the bubble.") @Default("white")
            String background,

            @Doc(
                    "TrueType or OpenType files below the input folder, asked in order for each letter; then Liberation Sans.")
            @Default("[]")
            List<String> fonts) {

        /** Somebody says something. */
        public In {
            if (text.isBlank()) {
                throw new InvalidInputException("text", "A speech bubble needs a text.");
            }
        }
    }

    /** What came of it. */
    public record Out(@Doc("The pictures with the bubble.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Colour colour = Colour.of("colour", in.colour());
        Colour ground = Colour.of("background", in.background());
        Image image = in.image();
        Fonts fonts = Fonts.of(in.fonts(), ctx.files());
        double pad = 0.7 * in.size();
        double most = Math.max(1, image.width() * in.width());
        double line = TextBlock.set(in.text(), new TextBlock.Setting(fonts, in.size(), 0, 1.15, Alignment.CENTER), ctx)
                .width();
        TextBlock block = TextBlock.set(
                in.text(),
                new TextBlock.Setting(fonts, in.size(), Math.min(line + 1, most), 1.15, Alignment.CENTER),
                ctx);
        double width = block.width() + 2 * pad;
        double height = block.height() + 2 * pad;
        double left = in.anchor().x(image.width(), width, in.margin());
        double top = in.anchor().y(image.height(), height, in.margin());
        Shape bubble = bubble(left, top, width, height, in.x() * image.width(), in.y() * image.height(), in.size());
        Shape letters =
                AffineTransform.getTranslateInstance(left + pad, top + pad).createTransformedShape(block.outline());
        Shape rim = new BasicStroke((float) Math.max(1, in.size() / 12)).createStrokedShape(bubble);
        List<Image> out = new ArrayList<>();
        for (Image one : image.split()) {
            Canvas canvas = Canvas.of(one);
            canvas.paint(List.of(bubble), ground, 1, 0);
            canvas.paint(List.of(rim, letters), colour, 1, 0);
            out.add(canvas.image());
            ctx.progress(out.size(), image.batch());
        }
        return new Out(Image.batch(out));
    }

    /** A rectangle with round corners and a tail to a point, unless the point lies inside. */
    private static Shape bubble(double left, double top, double width, double height, double x, double y, double size) {
        double round = Math.min(Math.min(width, height), 2 * size);
        Area bubble = new Area(new RoundRectangle2D.Double(left, top, width, height, round, round));
        double inset = Math.min(size, Math.min(width, height) / 2);
        double fromX = Math.max(left + inset, Math.min(x, left + width - inset));
        double fromY = Math.max(top + inset, Math.min(y, top + height - inset));
        double length = Math.hypot(x - fromX, y - fromY);
        if (length > 0) {
            double sideX = -(y - fromY) / length * size * 0.5;
            double sideY = (x - fromX) / length * size * 0.5;
            Path2D tail = new Path2D.Double();
            tail.moveTo(fromX + sideX, fromY + sideY);
            tail.lineTo(x, y);
            tail.lineTo(fromX - sideX, fromY - sideY);
            tail.closePath();
            bubble.add(new Area(tail));
        }
        return bubble;
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return Fonts.fingerprint(in.fonts(), files);
    }
}
