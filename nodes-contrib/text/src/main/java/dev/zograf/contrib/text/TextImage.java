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
import java.util.List;

/** Makes a picture of a text, and a mask of its letters. */
@Doc("Makes a picture of a text, and a mask of its letters.")
@NodeType(id = "contrib.text-image", title = "Text as image", category = "image/text")
public final class TextImage implements Node<TextImage.In, TextImage.Out> {

    /** What to set, and how. */
    public record In(
            @Doc("The text; a line break begins a new line.")
            String text,

            @Doc("The size of the font in pixels.") @Unit("px") @Range(min = 4, max = 2000) @Default("64")
            double size,

            @Doc("The colour of the letters: " + Colour.NOTATION + ".") @Default("black")
            String colour,

            @Doc("The colour of the ground.") @Default("white")
            String background,

            @Doc("The width of the picture, at which lines are broken; 0 makes it as wide as the text.")
            @Unit("px")
            @Range(min = 0, max = 20_000)
            @Default("0")
            int width,

            @Doc("The height of the picture, in which the text stands in the middle; 0 makes it as high as the text.")
            @Unit("px")
            @Range(min = 0, max = 20_000)
            @Default("0")
            int height,

            @Doc("From the text to the edges of the picture.") @Unit("px") @Range(min = 0, max = 10_000) @Default("16")
            int padding,

            @Doc("Where lines begin and end.") @Default("center")
            Alignment align,

            @Doc("From one line to the next, in sizes of the font.")
            @Range(min = 0.5, max = 5, step = 0.05)
            @Default("1.2")
            double lineSpacing,

            @Doc(
                    "TrueType or OpenType files below the input folder, asked in order for each letter; then Liberation Sans.")
            @Default("[]")
            List<String> fonts) {}

    /** What came of it. */
    public record Out(
            @Doc("The picture.") Image image,
            @Doc("1 where letters are, 0 elsewhere.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Colour colour = Colour.of("colour", in.colour());
        Colour ground = Colour.of("background", in.background());
        double column = in.width() == 0 ? 0 : Math.max(1, in.width() - 2 * in.padding());
        TextBlock block = TextBlock.set(
                in.text(),
                new TextBlock.Setting(
                        Fonts.of(in.fonts(), ctx.files()), in.size(), column, in.lineSpacing(), in.align()),
                ctx);
        double width = in.width() > 0 ? in.width() : Math.ceil(block.width()) + 2 * in.padding();
        double height = in.height() > 0 ? in.height() : Math.ceil(block.height()) + 2 * in.padding();
        Canvas.check("size", Math.max(1, width), Math.max(1, height));
        ctx.willMake((int) Math.max(1, width), (int) Math.max(1, height), 1);
        Canvas canvas = Canvas.of((int) Math.max(1, width), (int) Math.max(1, height), ground);
        double y = (canvas.height() - block.height()) / 2;
        Shape letters = AffineTransform.getTranslateInstance((canvas.width() - block.width()) / 2, y)
                .createTransformedShape(block.outline());
        ctx.throwIfRequested();
        canvas.paint(List.of(letters), colour, 1, 0);
        return new Out(canvas.image(), canvas.mask());
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return Fonts.fingerprint(in.fonts(), files);
    }
}
