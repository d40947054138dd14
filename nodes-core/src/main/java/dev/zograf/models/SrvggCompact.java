package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.prelu;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.Optional;

/**
 * Real-ESRGAN's compact super-resolution network (Wang et al. 2021, published code): a chain of convolutions at low resolution,
 * a pixel shuffle (Shi et al. 2016), and the picture itself, enlarged plainly, added at the end.
 *
 * <p>Input: {@code image [batch, channels, h, w]} in 0 to 1. Output: {@code out [batch, channels, h * scale, w * scale]}.
 *
 * @param channels of the picture
 * @param features of the hidden convolutions
 * @param convolutions all of them, the first and the last included
 * @param activation behind each convolution but the last
 */
public record SrvggCompact(int channels, int features, int convolutions, int scale, Activation activation)
        implements SuperResolution {

    /** What the published code can put between convolutions. */
    public enum Activation {
        /** The slopes of what is below 0 were learned, one for each channel: all that Real-ESRGAN published. */
        PRELU,
        /** Nothing below 0. */
        RELU,
        /** A slope of 0.1 below 0. */
        LEAKY_RELU
    }

    private static final double LEAK = 0.1;

    /** Whether the tensors are those of a network whose activations were not learned, so that the file does not tell which they are. */
    public static boolean lacksActivation(Weights w) {
        return shape(w, 0).length == 4 && shape(w, 2).length == 4 && !w.has("body.1");
    }

    /**
     * The network that the tensors' names and shapes describe, or empty if they are of another architecture.
     *
     * @param fixed the activation if it {@linkplain #lacksActivation was not learned}
     */
    public static Optional<SrvggCompact> detect(Weights w, Optional<Activation> fixed) {
        boolean lacks = lacksActivation(w);
        int convolutions = 0;
        while (shape(w, 2 * convolutions).length == 4) {
            convolutions++;
        }
        if (convolutions < 2 || (lacks ? fixed.isEmpty() : shape(w, 1).length != 1)) {
            return Optional.empty();
        }
        long[] first = shape(w, 0);
        long perPixel = shape(w, 2 * convolutions - 2)[0] / Math.max(1, first[1]);
        int scale = Math.max(1, (int) Math.round(Math.sqrt(perPixel)));
        return Optional.of(new SrvggCompact(
                (int) first[1], (int) first[0], convolutions, scale, lacks ? fixed.orElseThrow() : Activation.PRELU));
    }

    private static long[] shape(Weights w, int index) {
        return w.at("body", index).find("weight").map(weight -> weight.shape()).orElse(new long[0]);
    }

    @Override
    public int multiple() {
        return 1;
    }

    @Override
    public int reach() {
        return convolutions;
    }

    @Override
    public long numbersPerPixel() {
        return 2L * features + 3L * channels * scale * scale;
    }

    @Override
    public String name() {
        return "upscaler";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor image = graph.input("image", DType.F32, "batch", channels, "height", "width");
        Tensor x = image;
        for (int i = 0; i < convolutions - 1; i++) {
            x = activated(conv(x, w.at("body", 2 * i), features, 3), w.at("body", 2 * i + 1));
        }
        x = conv(x, w.at("body", 2 * convolutions - 2), channels * scale * scale, 3);
        graph.output("out", x.pixelShuffle(scale).plus(image.upsample(scale)));
        graph.requireAllUsed(w);
    }

    private Tensor activated(Tensor x, Weights w) {
        return switch (activation) {
            case PRELU -> {
                x.graph().weight(w, "weight", Shape.of(features));
                yield prelu(x, w);
            }
            case RELU -> x.relu();
            case LEAKY_RELU -> x.leakyRelu(LEAK);
        };
    }
}
