package dev.zograf.contrib.filters.blur;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.contrib.filters.pixels.Pixels;
import dev.zograf.contrib.opencv.Geometry;
import dev.zograf.contrib.opencv.Kernel;
import java.util.Random;

/** Adds noise or film grain to pictures; the same seed gives the same noise. */
@NodeType(id = "contrib.noise", title = "Noise", category = "image/blur")
@Doc("Adds noise or film grain to pictures; the same seed gives the same noise.")
public final class Noise implements Node<Noise.In, Noise.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The pictures.") Image image,

            @Doc("The standard deviation of the noise; 0 changes nothing.")
            @Range(min = 0, max = 1, step = 0.01)
            @Default("0.05")
            double amount,

            @Doc("How the noise is distributed.") @Choices({"gaussian", "uniform"}) @Default("gaussian")
            String distribution,

            @Doc("Whether the noise is grey instead of coloured.") @Default("true")
            boolean monochrome,

            @Doc("How large a grain is, in pixels.") @Range(min = 1, max = 64) @Default("1")
            int grain,

            @Doc("Another seed is other noise; each picture of a batch has its own.") @Default("0")
            long seed) {}

    /** What came of it. */
    public record Out(@Doc("The pictures, same size.") Image image) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor pixels = in.image().pixels();
        FloatTensor noise = noise(in, ctx);
        int planes = noise.dim(1);
        int area = in.image().width() * in.image().height();
        float[] out = pixels.toArray();
        for (int i = 0; i < out.length; i++) {
            int plane = i / area;
            int from = planes == 3 ? plane : plane / 3;
            out[i] = Pixels.clip((float) (out[i] + in.amount() * noise.at(from * area + i % area)));
        }
        return new Out(Image.of(FloatTensor.wrap(out, pixels.shape())));
    }

    private static FloatTensor noise(In in, RunContext ctx) {
        Image image = in.image();
        int width = (image.width() + in.grain() - 1) / in.grain();
        int height = (image.height() + in.grain() - 1) / in.grain();
        int planes = in.monochrome() ? 1 : 3;
        Random random = new Random(in.seed());
        float[] numbers = new float[image.batch() * planes * width * height];
        for (int i = 0; i < numbers.length; i++) {
            // Both of variance 1.
            numbers[i] = (float)
                    ("uniform".equals(in.distribution())
                            ? (2 * random.nextDouble() - 1) * Math.sqrt(3)
                            : random.nextGaussian());
        }
        FloatTensor small = FloatTensor.wrap(numbers, image.batch(), planes, height, width);
        return Geometry.resize(small, image.width(), image.height(), Kernel.BICUBIC, ctx);
    }
}
