package dev.zograf.nodes.safety;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Image;
import java.nio.charset.StandardCharsets;

/** Reads the text that watermark-image put into a picture, or Stable Diffusion's scripts. */
@NodeType(id = "read-watermark", title = "Read watermark", category = "image")
@Doc("Reads the text that watermark-image put into a picture, or Stable Diffusion's scripts.")
public final class ReadWatermark implements Node<ReadWatermark.In, ReadWatermark.Out> {

    /** What to read. */
    public record In(
            @Doc("The picture, in the size in which it was marked; of a batch the first.")
            Image image,

            @Doc("How many bytes the text has; 17 for StableDiffusionV1.") @Range(min = 1, max = 4096) @Default("17")
            int length) {}

    /** What was read. */
    public record Out(
            @Doc("The text; signs that no text has if there is no watermark.")
            String text,

            @Doc("How much the blocks agree: 1 if all do, about 0.2 without a watermark in a large picture.")
            double agreement) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Image image = in.image();
        int count = 8 * in.length();
        if (DwtDctWatermark.capacity(image.width(), image.height()) < count) {
            throw new InvalidInputException(
                    "length",
                    "A picture of " + image.size() + " holds "
                            + DwtDctWatermark.capacity(image.width(), image.height()) / 8 + " bytes at most.");
        }
        double[] ones = new DwtDctWatermark(Levels.of(image.get(0)), image.width(), image.height()).read(count);
        byte[] bytes = new byte[in.length()];
        double agreement = 0;
        for (int i = 0; i < count; i++) {
            bytes[i / 8] |= (byte) (ones[i] * 255 > 127 ? 1 << 7 - i % 8 : 0);
            agreement += Math.abs(2 * ones[i] - 1) / count;
        }
        return new Out(new String(bytes, StandardCharsets.UTF_8), agreement);
    }
}
