package dev.zograf.models;

import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Dim;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The image tower of Qwen2.5-VL (Bai et al. 2025, section 2.1.1), in the names of transformers' {@code Qwen2_5_VLForConditionalGeneration}: a
 * vision transformer for pictures of any size, most of whose layers see the patches of a window only. Squares of patches become one token of the
 * text network each. It was made for films; a picture is one of two equal frames.
 *
 * <p>Inputs, of one picture: {@code patches [1, patches, channels * patch * patch]}, normalised, a patch's channels one behind the other, in the
 * order of {@link QwenVisionGrid}, which also gives the others: {@code places [1, patches, 2]}, {@code filling [windows, slots]}, {@code slots [patches]}
 * and {@code empty [windows, slots]}. Output: {@code out [1, tokens, embedding]}.
 *
 * @param patch the side of a patch in pixels
 * @param frames how many frames a patch reaches through
 * @param merge the side, in patches, of the squares that become one token
 * @param window the side of a window in pixels
 * @param whole the layers in which all patches see each other, from 0
 * @param embedding the width of the text network
 */
public record QwenVision(
        int channels,
        int patch,
        int frames,
        int merge,
        int window,
        int width,
        int inner,
        int layers,
        int heads,
        Set<Integer> whole,
        int embedding)
        implements NetworkDefinition {

    private static final int MOST = 1 << 16;
    private static final int MOST_LAYERS = 1000;
    private static final int MOST_PIXELS = 1 << 10;
    private static final double EPS = 1e-6;
    private static final double THETA = 10_000;

    /** Copies the set. */
    public QwenVision {
        whole = Set.copyOf(whole);
    }

    /**
     * From the {@code vision_config} of a {@code config.json}.
     *
     * @throws BadFileException if a value contradicts another or is not supported
     */
    public static QwenVision of(Config config) {
        Supported.only(config, "hidden_act", "silu");
        int patch = within(config, "patch_size", 14, MOST_PIXELS);
        int merge = within(config, "spatial_merge_size", 2, MOST_PIXELS);
        int window = within(config, "window_size", 112, MOST_PIXELS);
        int width = within(config, "hidden_size", 1280, MOST);
        int layers = within(config, "depth", 32, MOST_LAYERS);
        int heads = within(config, "num_heads", 16, MOST_LAYERS);
        if (width % (4 * heads) != 0) {
            throw new BadFileException(
                    config.file(),
                    "\"hidden_size\": " + width + " is no multiple of 4 for each of \"num_heads\", " + heads + ".");
        }
        if (window < patch * merge) {
            throw new BadFileException(
                    config.file(),
                    "\"window_size\": " + window + " pixels are less than the square of " + merge + "x" + merge
                            + " patches of " + patch + " pixels that becomes one token.");
        }
        return new QwenVision(
                within(config, config.has("in_channels") ? "in_channels" : "in_chans", 3, MOST),
                patch,
                within(config, "temporal_patch_size", 2, MOST_PIXELS),
                merge,
                window,
                width,
                within(config, "intermediate_size", 3420, MOST),
                layers,
                heads,
                new TreeSet<>(
                        config.has("fullatt_block_indexes")
                                ? config.integers("fullatt_block_indexes")
                                : List.of(7, 15, 23, 31)),
                within(config, "out_hidden_size", 3584, MOST));
    }

    private static int within(Config config, String name, int otherwise, int most) {
        int value = config.integer(name, otherwise);
        if (value < 1 || value > most) {
            throw new BadFileException(
                    config.file(), "\"" + name + "\" is " + value + ", and has to be from 1 to " + most + ".");
        }
        return value;
    }

    /**
     * The patches of a picture.
     *
     * @param rows of patches
     * @param columns of patches
     * @throws IllegalArgumentException if they are no multiples of the squares that become tokens
     */
    public QwenVisionGrid grid(int rows, int columns) {
        return new QwenVisionGrid(rows, columns, merge, windowSide());
    }

    /** Of whole tokens. */
    private int windowSide() {
        return window / merge / patch * merge;
    }

    @Override
    public String name() {
        return "vision";
    }

    /** It was trained in bfloat16, which reaches further. */
    @Override
    public boolean exceedsHalf() {
        return true;
    }

    /** Files differ in how deep the tower lies. */
    private static Weights tower(Weights weights) {
        Weights model = weights.at("model");
        return model.has("visual") ? model.at("visual") : weights.at("visual");
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        graph.runsSeldom();
        Weights w = tower(weights);
        Dim count = Dim.symbol("tokens").times((long) merge * merge);
        Tensor patches = graph.input("patches", DType.F32, 1, count, channels * patch * patch);
        Tensor places = graph.input("places", DType.F32, 1, count, 2);
        Tensor x = patches.matmul(kernel(graph, w.at("patch_embed").at("proj")));
        Tensor angles = angles(places);
        HalvesRotary rotary = HalvesRotary.of(angles);
        QwenVisionWindows windows = QwenVisionWindows.of(graph, windowSide() * windowSide(), angles);
        QwenVisionLayer layer = new QwenVisionLayer(width, heads, inner, EPS);
        for (int i = 0; i < layers; i++) {
            Weights of = w.at("blocks", i);
            x = whole.contains(i) ? layer.apply(x, of, rotary) : layer.apply(x, of, windows);
        }
        graph.output("out", merged(x, w.at("merger")));
        graph.requireAllUsed(w);
    }

    /** The frames are equal, so that what the kernel makes of them adds up. {@code [channels * patch * patch, width]}. */
    private Tensor kernel(TensorGraph graph, Weights w) {
        int pixels = patch * patch;
        Tensor whole = graph.weight(w, "weight", Shape.of(width, channels, frames, patch, patch))
                .reshape(width, channels, frames, pixels);
        Tensor sum = whole.slice(2, 0, 1);
        for (int i = 1; i < frames; i++) {
            sum = sum.plus(whole.slice(2, i, i + 1));
        }
        return sum.reshape(width, channels * pixels).permute(1, 0);
    }

    /** A quarter of a head's numbers each is turned by row and by column, {@code [1, patches, pairs]}. */
    private Tensor angles(Tensor places) {
        float[] frequencies = new float[width / heads / 4];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) Math.pow(THETA, -(double) i / frequencies.length);
        }
        Tensor each = places.graph().constant(frequencies, 1, 1, frequencies.length);
        List<Tensor> both = new ArrayList<>();
        for (Tensor at : places.chunk(2, 2)) {
            both.add(at.times(each));
        }
        return Tensor.concat(2, both);
    }

    private Tensor merged(Tensor x, Weights w) {
        int square = merge * merge;
        Tensor tokens = rmsNorm(x, w.at("ln_q"), EPS).reshape(1, x.dim(1).over(square), square * width);
        Tensor h = linear(tokens, w.at("mlp").at("0"), (long) square * width).gelu();
        return linear(h, w.at("mlp").at("2"), embedding);
    }
}
