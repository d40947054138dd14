package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.linearWithoutBias;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * GLIGEN (Li et al. 2023, "GLIGEN: Open-Set Grounded Text-to-Image Generation", section 4) in the graph of a {@link SdUnet}: between looking at
 * themselves and at the text, the pixels of each transformer look at tokens that say what stands in which box, through gates that were
 * learned. In the names of the original project or of diffusers.
 *
 * <p>Inputs: {@code texts [batch, objects, width]}, what stands there; {@code places [batch, objects, 64]}, the Fourier features of its box
 * ({@link #PLACE}); {@code known [batch, objects, 1]}, 1 for an object that there is, and 0 for one that is not, of which a learned nothing is
 * told.
 */
public record GligenEdit(Weights weights) implements GraphEdit {

    /** How many Fourier features a box has: sine and cosine of eight frequencies for each of four sides. */
    public static final int PLACE = 64;

    private static final double EPS = 1e-5;
    private static final String MIDDLE = ".middle";
    private static final int LARGEST = 1 << 16;

    /**
     * From the tensors of a file.
     *
     * @throws BadFileException if they are not those of a GLIGEN for boxes with texts
     */
    public static GligenEdit of(Weights file) {
        GligenEdit edit = new GligenEdit(file);
        edit.width();
        if (fusers(file).isEmpty() || edit.size("null_position_feature", 0) != PLACE) {
            throw edit.wrong("it has no gated attentions, or other features of boxes than " + PLACE + " numbers");
        }
        return edit;
    }

    /** How wide the texts are that say what stands in a box. */
    public int width() {
        return size("null_positive_feature", 0);
    }

    private int size(String name, int axis) {
        long[] shape = net().find(name).map(Weight::shape).orElse(new long[0]);
        if (shape.length <= axis || shape[axis] < 1 || shape[axis] > LARGEST) {
            throw wrong(net().fullName(name) + " is missing or has another shape");
        }
        return (int) shape[axis];
    }

    private BadFileException wrong(String why) {
        return new BadFileException(
                weights.file(),
                "This is no GLIGEN for boxes with texts, such as gligen_sd14_textbox_pruned: " + why + ".");
    }

    private Weights net() {
        return weights.at("position_net");
    }

    /** Where the gated attentions are in the file. */
    private static List<String> fusers(Weights file) {
        List<String> out = new ArrayList<>();
        String end = ".fuser.linear.weight";
        for (String name : file.names()) {
            if (name.endsWith(end)) {
                out.add(name.substring(0, name.length() - end.length()));
            }
        }
        return out;
    }

    @Override
    public void apply(Hooks hooks) {
        OriginalBlocks blocks = new OriginalBlocks(hooks.weights().names());
        UnetLevels levels = UnetLevels.of(hooks.weights());
        if (!(hooks.network() instanceof SdUnet unet)) {
            throw wrong("GLIGEN changes U-Nets of Stable Diffusion, not "
                    + hooks.network().name());
        }
        List<Tensor> objects = new ArrayList<>();
        hooks.where(place -> place.endsWith(MIDDLE), (place, values, context) -> {
            Tensor x = values.get(0);
            String block = place.substring(0, place.length() - MIDDLE.length());
            Weights own = weights.at(block).has("fuser")
                    ? weights.at(block)
                    : weights.at(blocks.original(block).orElse(block));
            if (!own.has("fuser")) {
                throw SdFamily.mismatch(
                        "GLIGEN",
                        weights,
                        "a model with " + fusers(weights).size() + " transformers",
                        "one that has one in " + block);
            }
            if (objects.isEmpty()) {
                objects.add(objects(hooks, x));
            }
            int heads = unet.config().heads(levels.at(block));
            return List.of(fused(x, objects.get(0), heads, own.at("fuser")));
        });
    }

    /** Equation 6: a text and its box through a perceptron. */
    private Tensor objects(Hooks hooks, Tensor x) {
        Weights w = net();
        TensorGraph graph = hooks.graph();
        int width = width();
        Object count = hooks.symbol("objects");
        Tensor texts = hooks.input("texts", DType.F32, x.dim(0), count, width);
        Tensor places = hooks.input("places", DType.F32, x.dim(0), count, PLACE);
        Tensor known = hooks.input("known", DType.F32, x.dim(0), count, 1);
        Tensor unknown = known.times(-1).plus(1);
        Tensor text = texts.times(known).plus(unknown.times(graph.weight(w, "null_positive_feature", Shape.of(width))));
        Tensor box = places.times(known).plus(unknown.times(graph.weight(w, "null_position_feature", Shape.of(PLACE))));
        Tensor h = Tensor.concat(2, List.of(text, box));
        for (int layer : new int[] {0, 2}) {
            h = linear(h, w.at("linears", layer), size("linears." + layer + ".weight", 0))
                    .silu();
        }
        return linear(h, w.at("linears", 4), size("linears.4.weight", 0));
    }

    /** Equations 7 and 8: the pixels look at themselves and at the objects, and a gated feed-forward layer follows. */
    private static Tensor fused(Tensor x, Tensor objects, int heads, Weights w) {
        TensorGraph graph = x.graph();
        long width = x.dim(2).fixed();
        Tensor own = layerNorm(x, w.at("norm1"), EPS);
        Tensor others = layerNorm(linear(objects, w.at("linear"), width), w.at("norm1"), EPS);
        // Of what the objects see nothing is used, so they do not look.
        Tensor all = Tensor.concat(1, List.of(own, others));
        Weights attn = w.at("attn");
        Tensor mixed = attention(
                linearWithoutBias(own, attn.at("to_q"), width),
                linearWithoutBias(all, attn.at("to_k"), width),
                linearWithoutBias(all, attn.at("to_v"), width),
                heads,
                false);
        Tensor seen = linear(mixed, attn.at("to_out", 0), width);
        Tensor h = x.plus(seen.times(gate(graph, w, "alpha_attn")));
        Tensor inner = SdBlocks.feedForward(
                layerNorm(h, w.at("norm2"), EPS), w.at("ff").at("net"));
        return h.plus(inner.times(gate(graph, w, "alpha_dense")));
    }

    private static Tensor gate(TensorGraph graph, Weights w, String name) {
        return graph.weight(w, name, Shape.of()).tanh();
    }
}
