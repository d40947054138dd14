package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Optional;

/**
 * The style adapter of the T2I-Adapters (Mou et al. 2023): learned tokens look at what CLIP says of the patches of a picture, and are then
 * put behind the tokens of a text. In the names of the original project ({@code t2iadapter_style_sd14v1}).
 *
 * <p>Input: {@code patches [batch, patches, width]}, CLIP's tokens after its last layer, raw. Output: {@code tokens [batch, count, context]}.
 *
 * @param width of CLIP's tokens
 * @param count how many tokens come of it
 * @param context how wide the tokens of the text are
 */
public record StyleAdapter(int width, int count, int context) implements NetworkDefinition {

    private static final double EPS = 1e-5;

    /** What shapes do not tell; all published ones have so many. */
    private static final int HEADS = 8;

    private static final int LARGEST = 1 << 16;

    /**
     * From the tensors of a file.
     *
     * @throws BadFileException if they are not those of a style adapter
     */
    public static StyleAdapter of(Weights file) {
        if (file.has("redux_down") || file.has("redux_up")) {
            throw new BadFileException(
                    file.file(),
                    "This is FLUX Redux, which is not supported, as FLUX is not; supported are style adapters of"
                            + " Stable Diffusion 1.");
        }
        long[] learned = shape(file, "style_embedding", 3);
        long[] projection = shape(file, "proj", 2);
        if (learned[2] % HEADS != 0) {
            throw new BadFileException(
                    file.file(), "This is no style adapter: a width of " + learned[2] + " has no " + HEADS + " heads.");
        }
        return new StyleAdapter((int) learned[2], (int) learned[1], (int) projection[1]);
    }

    private static long[] shape(Weights file, String name, int rank) {
        long[] shape = file.find(name).map(Weight::shape).orElse(new long[0]);
        boolean fits = shape.length == rank;
        for (long size : shape) {
            fits &= size >= 1 && size <= LARGEST;
        }
        if (!fits) {
            throw new BadFileException(
                    file.file(),
                    "This is no style adapter: " + name
                            + " is missing or has another shape. Other T2I-Adapters are loaded by"
                            + " load-t2i-adapter.");
        }
        return shape;
    }

    @Override
    public String name() {
        return "style_adapter";
    }

    @Override
    public void build(TensorGraph graph, Weights w) {
        Tensor patches = graph.input("patches", DType.F32, "batch", "patches", width);
        // Once for each picture of the batch, whose size is not known here.
        Tensor learned =
                patches.slice(1, 0, 1).times(0).plus(graph.weight(w, "style_embedding", Shape.of(1, count, width)));
        // What is looked for comes first here, and last in the original: attention does not mind the order.
        Tensor x = layerNorm(Tensor.concat(1, List.of(learned, patches)), w.at("ln_pre"), EPS);
        for (Weights layer : w.all("transformer_layes")) {
            x = x.plus(look(layerNorm(x, layer.at("ln_1"), EPS), layer.at("attn")));
            x = x.plus(feedForward(layerNorm(x, layer.at("ln_2"), EPS), layer.at("mlp")));
        }
        Tensor seen = layerNorm(x.slice(1, 0, count), w.at("ln_post"), EPS);
        graph.output("tokens", seen.matmul(graph.weight(w, "proj", Shape.of(width, context))));
        graph.requireAllUsed(w);
    }

    private Tensor look(Tensor x, Weights w) {
        TensorGraph graph = x.graph();
        List<Tensor> qkv = linear(
                        x,
                        graph.weight(w, "in_proj_weight", Shape.of(3L * width, width)),
                        Optional.of(graph.weight(w, "in_proj_bias", Shape.of(3L * width))))
                .chunk(2, 3);
        return linear(attention(qkv.get(0), qkv.get(1), qkv.get(2), HEADS, false), w.at("out_proj"), width);
    }

    private Tensor feedForward(Tensor x, Weights w) {
        return linear(linear(x, w.at("c_fc"), 4L * width).quickGelu(), w.at("c_proj"), width);
    }
}
