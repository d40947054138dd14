package dev.zograf.nodes.safety;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Puts a text into pictures that nobody sees and read-watermark finds. */
@NodeType(id = "watermark-image", title = "Watermark image", category = "image")
@Doc(
        "Puts a text into pictures that nobody sees and read-watermark finds, by the method of Stable Diffusion's scripts. Save as PNG:"
                + " JPEG and resizing take it away.")
public final class WatermarkImage implements Node<WatermarkImage.In, WatermarkImage.Out> {

    /** What to mark, and with what. */
    public record In(
            @Doc("The pictures. The larger, the surer: 256 pixels a side for a word or two.")
            Image image,

            @Doc("The text; each of its bytes in UTF-8 takes eight blocks of 8 x 8 pixels, and more make it surer.")
            @Default("StableDiffusionV1")
            String text) {

        /** There must be something to put in. */
        public In {
            if (text.isEmpty()) {
                throw new InvalidInputException("text", "A watermark needs a text.");
            }
        }
    }

    /** What came of it. */
    public record Out(
            @Doc("The marked pictures.") Image image,

            @Doc("How many bytes the text has, which read-watermark needs to know.")
            int length) {}

    @Override
    public Out run(In in, RunContext ctx) {
        byte[] bytes = in.text().getBytes(StandardCharsets.UTF_8);
        int width = in.image().width();
        int height = in.image().height();
        if (DwtDctWatermark.capacity(width, height) < 8L * bytes.length) {
            throw new InvalidInputException(
                    "text",
                    "A picture of " + in.image().size() + " holds "
                            + DwtDctWatermark.capacity(width, height) / 8 + " bytes, and this text has " + bytes.length
                            + ": shorten it, or enlarge the picture.");
        }
        List<Image> out = new ArrayList<>();
        for (Image picture : in.image().split()) {
            double[][] planes = Levels.of(picture);
            new DwtDctWatermark(planes, width, height).write(bits(bytes), 8 * bytes.length);
            out.add(Levels.image(planes, width, height));
            ctx.progress(out.size(), in.image().batch());
        }
        return new Out(Image.batch(out), bytes.length);
    }

    /** The highest bit of a byte first. */
    private static BitSet bits(byte[] bytes) {
        BitSet bits = new BitSet();
        for (int i = 0; i < 8 * bytes.length; i++) {
            bits.set(i, (bytes[i / 8] >> 7 - i % 8 & 1) == 1);
        }
        return bits;
    }
}
