package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A T2I-Adapter (Mou et al. 2023, "T2I-Adapter: Learning Adapters to Dig out More Controllable Ability", section 3.3): a small network that
 * turns a control picture into features for each resolution of a {@link SdUnet}. It does not see the latent or the timestep. In the names of
 * diffusers' {@code T2IAdapter}, without their first part; {@link #weights} reads the original ones so.
 *
 * <p>Input: {@code image [batch, channels, factor h, factor w]}, 0 to 1. Outputs: {@code feature.I} for each resolution, the finest first.
 *
 * @param kind which of the three published architectures
 * @param features the channels of each feature
 * @param channels of the control picture
 * @param factor the side of the squares of pixels that are looked at as one
 */
public record T2iAdapter(Kind kind, List<Integer> features, int channels, int factor) implements NetworkDefinition {

    /** The published architectures. */
    public enum Kind {
        /** For Stable Diffusion 1 and 2. */
        FULL,
        /** The same with a thirtieth of the weights. */
        LIGHT,
        /** For SDXL, whose first resolution it leaves out. */
        FULL_XL
    }

    private static final Pattern FLAT = Pattern.compile("body\\.(\\d+)\\.(in_conv|block1|block2)\\.(weight|bias)");
    private static final Map<Long, List<Integer>> PUBLISHED =
            Map.of(192L, List.of(3, 8), 64L, List.of(1, 8), 768L, List.of(3, 16), 256L, List.of(1, 16));

    /** The tensors of a file in the names that are used here, whether it is diffusers' or the original project's. */
    public static Weights weights(Weights file) {
        boolean nested = file.names().stream().anyMatch(name -> name.contains(".resnets."));
        boolean light = file.has("body.0.in_conv");
        return RenamedWeights.of(file, name -> {
            Matcher flat = FLAT.matcher(name);
            if (nested || light || !flat.matches()) {
                String inner = name.startsWith("adapter.") ? name.substring("adapter.".length()) : name;
                return inner.replaceFirst("^(body\\.\\d+)\\.body\\.", "$1.resnets.");
            }
            int layer = Integer.parseInt(flat.group(1));
            String at =
                    flat.group(2).equals("in_conv") ? ".in_conv." : ".resnets." + layer % 2 + "." + flat.group(2) + ".";
            return "body." + layer / 2 + at + flat.group(3);
        });
    }

    /**
     * From its tensors.
     *
     * @param config if there is one; it tells the size of the squares, which else must be that of a published adapter
     * @throws BadFileException if these are not the tensors of an adapter
     */
    public static T2iAdapter of(Optional<Config> config, Weights w) {
        boolean light = w.has("body.0.out_conv");
        Weight first = w.find(light ? "body.0.in_conv.weight" : "conv_in.weight")
                .filter(weight -> weight.shape().length == 4)
                .orElseThrow(() -> new BadFileException(
                        w.file(), "This is no T2I-Adapter: it has no convolution that looks at the picture."));
        long in = first.shape()[1];
        List<Integer> sizes = config.map(
                        fields -> List.of(fields.integer("in_channels", 3), fields.integer("downscale_factor", 8)))
                .orElse(PUBLISHED.getOrDefault(in, List.of()));
        if (sizes.isEmpty() || in != (long) sizes.get(0) * sizes.get(1) * sizes.get(1)) {
            throw new BadFileException(
                    w.file(),
                    "The first convolution has " + in + " channels, which are no squares of pixels of a published"
                            + " T2I-Adapter; give its config.json beside it.");
        }
        boolean xl = config.map(
                        fields -> fields.text("adapter_type", "full_adapter").equals("full_adapter_xl"))
                .orElse(sizes.get(1) == 16);
        config.ifPresent(fields -> Supported.only(
                fields, "adapter_type", light ? "light_adapter" : xl ? "full_adapter_xl" : "full_adapter"));
        return new T2iAdapter(
                light ? Kind.LIGHT : xl ? Kind.FULL_XL : Kind.FULL,
                w.all("body").stream().map(block -> width(block, light)).toList(),
                sizes.get(0),
                sizes.get(1));
    }

    private static int width(Weights block, boolean light) {
        String name = light ? "out_conv.weight" : "resnets.0.block1.weight";
        long[] shape = block.find(name).map(Weight::shape).orElse(new long[] {0});
        if (shape[0] < 1 || shape[0] > 1 << 16) {
            throw new BadFileException(block.file(), block.fullName(name) + " is missing or has no channels.");
        }
        return (int) shape[0];
    }

    @Override
    public String name() {
        return "t2i_adapter";
    }

    /** How many pixels of the control picture a side of a latent pixel has. */
    public int pixels() {
        return kind == Kind.FULL_XL ? factor / 2 : factor;
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Dim height = Dim.symbol("height").times(factor);
        Dim width = Dim.symbol("width").times(factor);
        Tensor x = Spatial.pixelUnshuffle(graph.input("image", DType.F32, "batch", channels, height, width), factor);
        if (kind != Kind.LIGHT) {
            x = conv(x, w.at("conv_in"), features.get(0), 3);
        }
        for (int i = 0; i < features.size(); i++) {
            boolean halves = kind == Kind.FULL_XL ? i == 2 : i > 0;
            x = block(halves ? halved(x) : x, features.get(i), w.at("body", i));
            graph.output("feature." + i, x);
        }
        graph.requireAllUsed(w);
    }

    private Tensor block(Tensor x, int width, Weights w) {
        boolean light = kind == Kind.LIGHT;
        int inner = light ? width / 4 : width;
        if (light || w.has("in_conv")) {
            x = conv(x, w.at("in_conv"), inner, 1);
        }
        for (Weights resnet : w.all("resnets")) {
            Tensor h = conv(x, resnet.at("block1"), inner, 3).relu();
            x = conv(h, resnet.at("block2"), inner, light ? 3 : kernel(resnet)).plus(x);
        }
        return light ? conv(x, w.at("out_conv"), width, 1) : x;
    }

    /** The originals differ in it: 1 or 3. */
    private static int kernel(Weights resnet) {
        return resnet.find("block2.weight")
                .filter(weight -> weight.shape().length == 4)
                .map(weight -> (int) Math.min(weight.shape()[2], 3))
                .orElse(1);
    }

    /** The mean of each square of two by two pixels, at an odd edge that of the pixels that there are. */
    private static Tensor halved(Tensor x) {
        Tensor ones = x.slice(1, 0, 1).times(0).plus(1);
        return quarters(x).over(quarters(ones));
    }

    private static Tensor quarters(Tensor x) {
        int channels = (int) x.dim(1).fixed();
        float[] share = new float[4 * channels];
        Arrays.fill(share, 0.25f);
        Tensor kernel = x.graph().constant(share, channels, 1, 2, 2);
        return conv(x, kernel, Optional.empty(), 2, new int[] {0, 0, 1, 1}, 1, channels);
    }

    /** The side of a feature for latents with that side: halved as often as the U-Net halves it by then. */
    Dim side(int feature, Dim latent) {
        int halvings = kind == Kind.FULL_XL ? feature < 2 ? 1 : 2 : feature;
        Dim side = latent;
        for (int i = 0; i < halvings; i++) {
            side = side.convolved(3, 2, 2, 1);
        }
        return side;
    }

    /** The names of its features. */
    public List<String> outputs() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            out.add("feature." + i);
        }
        return out;
    }
}
