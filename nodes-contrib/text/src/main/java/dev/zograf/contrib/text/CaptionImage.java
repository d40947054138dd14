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
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/** Puts a bar with a text above or below pictures. */
@Doc("Puts a bar with a text above or below pictures; the pictures stay whole.")
@NodeType(id = "contrib.caption-image", title = "Caption image", category = "image/text")
public final class CaptionImage implements Node<CaptionImage.In, CaptionImage.Out> {

    /** Where the bar is. */
    public enum Side {
        /** Above the picture. */
        ABOVE,
        /** Below the picture. */
        BELOW
    }

    /** What to write under what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The texts: one for all pictures, or one each.")
            List<String> texts,

            @Doc("Where the bar is.") @Default("below") Side side,

            @Doc("The size of the font in pixels.") @Unit("px") @Range(min = 4, max = 2000) @Default("20")
            double size,

            @Doc("The colour of the letters: " + Colour.NOTATION + ".") @Default("black")
            String colour,

            @Doc("The colour of the bar.") @Default("white") String background,

            @Doc("From the text to the edges of the bar.") @Unit("px") @Range(min = 0, max = 1000) @Default("8")
            int padding,

            @Doc("Where lines begin and end.") @Default("center")
            Alignment align,

            @Doc(
                    "TrueType or OpenType files below the input folder, asked in order for each letter; then Liberation Sans.")
            @Default("[]")
            List<String> fonts) {

        /** Texts and pictures belong together. */
        public In {
            if (texts.size() != 1 && texts.size() != image.batch()) {
                throw new InvalidInputException(
                        "texts",
                        "There are " + texts.size() + " texts for " + image.batch()
                                + " pictures; give one for all or one each.");
            }
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The pictures with their bars, all of one size.")
            Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Colour colour = Colour.of("colour", in.colour());
        Colour ground = Colour.of("background", in.background());
        Image image = in.image();
        double column = Math.max(1, image.width() - 2 * in.padding());
        TextBlock.Setting setting =
                new TextBlock.Setting(Fonts.of(in.fonts(), ctx.files()), in.size(), column, 1.2, in.align());
        List<TextBlock> blocks = new ArrayList<>();
        double highest = 0;
        for (String text : in.texts()) {
            blocks.add(TextBlock.set(text, setting, ctx));
            highest = Math.max(highest, blocks.get(blocks.size() - 1).height());
        }
        int bar = (int) Math.ceil(highest) + 2 * in.padding();
        Canvas.check("texts", (double) image.width() * image.batch(), (double) image.height() + bar);
        ctx.willMake(image.width(), image.height() + bar, image.batch());
        List<Image> out = new ArrayList<>();
        for (int i = 0; i < image.batch(); i++) {
            Canvas canvas = Canvas.of(image.width(), image.height() + bar, ground);
            canvas.place(image.get(i), 0, in.side() == Side.ABOVE ? bar : 0);
            TextBlock block = blocks.get(blocks.size() == 1 ? 0 : i);
            double top = (in.side() == Side.ABOVE ? 0 : image.height()) + (bar - block.height()) / 2;
            double left = (image.width() - block.width()) / 2;
            canvas.paint(
                    List.of(AffineTransform.getTranslateInstance(left, top).createTransformedShape(block.outline())),
                    colour,
                    1,
                    0);
            out.add(canvas.image());
            ctx.progress(i + 1, image.batch());
        }
        return new Out(Image.batch(out));
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return Fonts.fingerprint(in.fonts(), files);
    }
}
