package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ESRGAN's generator (Wang et al. 2018) and Real-ESRGAN's (Wang et al. 2021): residual-in-residual dense blocks at low resolution, then
 * nearest-neighbour enlargements, each with a convolution. Networks for less than ×4 may fold the picture into channels first (pixel
 * unshuffle) and still enlarge four times. Those of ESRGAN+ have shortcuts in their dense blocks.
 *
 * @param channels of the picture
 * @param features between the dense blocks
 * @param growth what each convolution of a dense block adds
 * @param blocks how many of three dense blocks each
 * @param unshuffle into how small squares the picture is folded; 1 for not at all
 * @param doublings how often the size is doubled
 */
public record RrdbNet(int channels, int features, int growth, int blocks, int unshuffle, int doublings)
        implements SuperResolution {

    private static final int DENSE = 5;

    /** The network that the tensors describe, in one of the three layouts of names, or empty if it is another. */
    public static Optional<RrdbNet> detect(Weights weights) {
        Weights w = EsrganKeys.canonical(weights);
        long[] first = shape(w, "conv_first");
        long[] last = shape(w, "conv_last");
        long[] dense = shape(w, "body.0.rdb1.conv1");
        if (first.length != 4 || last.length != 4 || dense.length != 4 || last[0] < 1) {
            return Optional.empty();
        }
        int doublings = 0;
        while (w.has("conv_up" + (doublings + 1))) {
            doublings++;
        }
        int unshuffle = Math.max(1, (int) Math.round(Math.sqrt((double) first[1] / last[0])));
        RrdbNet net = new RrdbNet(
                (int) last[0], (int) first[0], (int) dense[0], w.all("body").size(), unshuffle, doublings);
        return (1 << doublings) % unshuffle == 0 ? Optional.of(net) : Optional.empty();
    }

    private static long[] shape(Weights w, String layer) {
        return w.at(layer).find("weight").map(weight -> weight.shape()).orElse(new long[0]);
    }

    @Override
    public int scale() {
        return (1 << doublings) / unshuffle;
    }

    @Override
    public int multiple() {
        return unshuffle;
    }

    @Override
    public int reach() {
        // The convolutions behind the enlargements look less far, in pixels of the input.
        return unshuffle * (2 + 3 * DENSE * blocks + 2);
    }

    @Override
    public long numbersPerPixel() {
        return 2L * features * scale() * scale() + (2L * features + 8L * growth) / (unshuffle * unshuffle);
    }

    @Override
    public String name() {
        return "upscaler";
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        Weights w = EsrganKeys.canonical(weights);
        Dim height = Dim.symbol("height").times(unshuffle);
        Dim width = Dim.symbol("width").times(unshuffle);
        Tensor image = graph.input("image", DType.F32, "batch", channels, height, width);
        Tensor folded = unshuffle == 1 ? image : Spatial.pixelUnshuffle(image, unshuffle);
        Tensor x = conv(folded, w.at("conv_first"), features, 3);
        Tensor deep = x;
        for (int i = 0; i < blocks; i++) {
            deep = residualInResidual(deep, w.at("body", i));
        }
        x = x.plus(conv(deep, w.at("conv_body"), features, 3));
        for (int i = 1; i <= doublings; i++) {
            x = conv(x.upsample(2), w.at("conv_up" + i), features, 3).leakyRelu(0.2);
        }
        x = conv(x, w.at("conv_hr"), features, 3).leakyRelu(0.2);
        graph.output("out", conv(x, w.at("conv_last"), channels, 3));
        graph.requireAllUsed(w);
    }

    private Tensor residualInResidual(Tensor x, Weights w) {
        Tensor h = x;
        for (int i = 1; i <= 3; i++) {
            h = dense(h, w.at("rdb" + i));
        }
        return h.times(0.2).plus(x);
    }

    /**
     * Each convolution sees what all before it have made (Huang et al. 2017). In ESRGAN+ (Rakotonirina and Rasoanaivo 2020) every second one
     * adds what the one two before it made, for the first of them the block's input through a convolution of single pixels.
     */
    private Tensor dense(Tensor x, Weights w) {
        List<Tensor> seen = new ArrayList<>(List.of(x));
        for (int i = 1; i < DENSE; i++) {
            Tensor made =
                    conv(Tensor.concat(1, seen), w.at("conv" + i), growth, 3).leakyRelu(0.2);
            if (w.has("conv1x1") && i % 2 == 0) {
                Tensor before = i == 2 ? pointwise(x, w.at("conv1x1")) : seen.get(i - 2);
                made = made.plus(before);
            }
            seen.add(made);
        }
        return conv(Tensor.concat(1, seen), w.at("conv" + DENSE), features, 3)
                .times(0.2)
                .plus(x);
    }

    private Tensor pointwise(Tensor x, Weights w) {
        Tensor kernel = x.graph().weight(w, "weight", Shape.of(growth, features, 1, 1));
        return conv(x, kernel, Optional.empty(), 1, new int[4], 1, 1);
    }
}
