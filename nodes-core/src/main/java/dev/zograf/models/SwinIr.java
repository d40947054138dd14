package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;

/**
 * SwinIR (Liang et al. 2021): residual groups of transformer blocks whose attention stays within windows, every other time shifted by
 * half a window (Liu et al. 2021), between convolutions. Depths, widths, heads and the kind of enlargement are in the file:
 * classical (pixel shuffle), lightweight (pixel shuffle at once), real (nearest neighbour and convolutions), or none.
 *
 * <p>Input and output as {@link SuperResolution} says; the batch is 1.
 *
 * @param channels of the picture
 * @param window pixels of a window's side
 * @param unshuffle into how small squares the picture is folded before the first convolution; 1 for not at all
 * @param shifted whether every other block is shifted; not so in networks trained on a single window
 * @param range what pixels are multiplied by
 */
public record SwinIr(int channels, int scale, int window, int unshuffle, boolean shifted, double range)
        implements SuperResolution {

    private static final double EPS = 1e-5;

    /** The mean colour of the pictures that it was trained on (DIV2K). */
    private static final float[] MEAN = {0.4488f, 0.4371f, 0.4040f};

    private static final String BLOCKS = "residual_group.blocks";

    /** The network that the tensors' names and shapes describe, or empty if they are of another architecture. */
    public static Optional<SwinIr> detect(Weights w) {
        Weights first = w.at("layers", 0).at(BLOCKS, 0).at("attn");
        long[] table = shape(first, "relative_position_bias_table");
        boolean folds = w.has("conv_first.1");
        long[] image = shape(w, folds ? "conv_first.1.weight" : "conv_first.weight");
        if (table.length != 2 || image.length != 4) {
            return Optional.empty();
        }
        int window = ((int) Math.round(Math.sqrt(table[0])) + 1) / 2;
        // Where the picture is folded, it is one of colours.
        int channels = folds ? 3 : (int) image[1];
        int unshuffle = folds ? (int) Math.round(Math.sqrt((double) image[1] / channels)) : 1;
        int enlarged = scale(w, channels);
        if (window < 1 || unshuffle < 1 || enlarged < unshuffle || enlarged % unshuffle != 0) {
            return Optional.empty();
        }
        // Training code that writes what can be computed writes the masks of the shifted blocks, too.
        boolean shifted =
                !first.has("relative_position_index") || w.at("layers", 0).has(BLOCKS + ".1.attn_mask");
        // The published networks against JPEG artefacts alone count colours from 0 to 255; they alone have windows of
        // 7.
        double range = window == 7 && !w.has("upsample") && !w.has("conv_up1") ? 255 : 1;
        return Optional.of(new SwinIr(channels, enlarged / unshuffle, window, unshuffle, shifted, range));
    }

    private static int scale(Weights w, long channels) {
        if (w.has("conv_up1")) {
            return w.has("conv_up3") ? 8 : w.has("conv_up2") ? 4 : 2;
        }
        double scale = 1;
        for (int i = 0; w.has("upsample." + i); i += 2) {
            long[] shape = shape(w, "upsample." + i + ".weight");
            boolean atOnce = !w.has("conv_before_upsample");
            scale *= shape.length == 4 ? Math.sqrt((double) shape[0] / (atOnce ? channels : shape[1])) : 0;
        }
        return scale > 64 ? 0 : (int) Math.round(scale);
    }

    private static long[] shape(Weights w, String name) {
        return w.find(name).map(Weight::shape).orElse(new long[0]);
    }

    @Override
    public int multiple() {
        return window * unshuffle;
    }

    @Override
    public int reach() {
        // Every pixel of a window sees all of it, in each block; an upper bound that no tile is worth.
        return 1 << 16;
    }

    @Override
    public long numbersPerPixel() {
        return 4096;
    }

    @Override
    public String name() {
        return "upscaler";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Dim height = Dim.symbol("rows").times(multiple());
        Dim width = Dim.symbol("columns").times(multiple());
        Tensor image = graph.input("image", DType.F32, 1, channels, height, width);
        Tensor mean = graph.constant(channels == 3 ? MEAN : new float[channels], 1, channels, 1, 1);
        Tensor x = image.minus(mean).times(range);
        Tensor shallow = unshuffle == 1
                ? conv(x, w.at("conv_first"))
                : conv(Spatial.pixelUnshuffle(x, unshuffle), w.at("conv_first", 1));
        SwinWindows windows = new SwinWindows(window, shallow);
        Tensor deep = windows.pixels(shallow);
        if (w.has("patch_embed.norm")) {
            deep = layerNorm(deep, w.at("patch_embed.norm"), EPS);
        }
        for (Weights group : w.all("layers")) {
            deep = deep.plus(group(deep, group, windows));
        }
        deep = layerNorm(deep, w.at("norm"), EPS);
        Tensor features = shallow.plus(convolved(windows.map(deep), w, "conv_after_body"));
        Tensor out = w.has("upsample") || w.has("conv_up1")
                ? enlarged(features, w)
                : x.plus(conv(features, w.at("conv_last")));
        graph.output("out", out.times(1 / range).plus(mean));
        graph.requireAllUsed(w, "relative_position_index", "attn_mask");
    }

    /** A row of transformer blocks and a convolution; what it adds. */
    private Tensor group(Tensor x, Weights w, SwinWindows windows) {
        Tensor h = x;
        List<Weights> blocks = w.all(BLOCKS);
        for (int i = 0; i < blocks.size(); i++) {
            Weights block = blocks.get(i);
            h = h.plus(windows.attend(
                    layerNorm(h, block.at("norm1"), EPS), block.at("attn"), shifted && i % 2 == 1 ? window / 2 : 0));
            Tensor wide = linear(layerNorm(h, block.at("norm2"), EPS), block.at("mlp.fc1"));
            h = h.plus(linear(wide.gelu(), block.at("mlp.fc2")));
        }
        return windows.pixels(convolved(windows.map(h), w, "conv"));
    }

    /** One convolution, or a narrow row of three as large networks have them. */
    private static Tensor convolved(Tensor x, Weights w, String name) {
        if (w.has(name + ".weight")) {
            return conv(x, w.at(name));
        }
        Tensor h = conv(x, w.at(name, 0)).leakyRelu(0.2);
        h = conv(h, w.at(name, 2)).leakyRelu(0.2);
        return conv(h, w.at(name, 4));
    }

    private Tensor enlarged(Tensor features, Weights w) {
        boolean atOnce = !w.has("conv_before_upsample");
        Tensor x = atOnce
                ? features
                : conv(features, w.at("conv_before_upsample.0")).leakyRelu(0.01);
        for (int i = 1; w.has("conv_up" + i); i++) {
            x = conv(x.upsample(2), w.at("conv_up" + i)).leakyRelu(0.2);
        }
        if (w.has("conv_hr")) {
            x = conv(x, w.at("conv_hr")).leakyRelu(0.2);
        }
        for (int i = 0; w.has("upsample." + i); i += 2) {
            Tensor wide = conv(x, w.at("upsample", i));
            if (wide.shape().isKnown() && x.shape().isKnown()) {
                long narrow = atOnce ? channels : x.dim(1).fixed();
                wide = wide.pixelShuffle(
                        (int) Math.round(Math.sqrt((double) wide.dim(1).fixed() / narrow)));
            }
            x = wide;
        }
        return w.has("conv_last") ? conv(x, w.at("conv_last")) : x;
    }
}
