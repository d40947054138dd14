package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.layerNorm;
import static dev.zograf.tensor.Nn.linear;
import static dev.zograf.tensor.Nn.linearWithoutBias;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Shape;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.List;

/**
 * The first half of an IP-Adapter (Ye et al. 2023, "IP-Adapter: Text Compatible Image Prompt Adapter", section 3.2): what CLIP sees on a
 * picture becomes tokens beside those of the text. The second half, attention to these tokens, is {@link IpAdapterEdit}. In the names of the
 * original project, without the first part {@code image_proj}.
 *
 * <p>Input: {@code image [batch, width]}, CLIP's embedding, or {@code [batch, patches, width]}, its tokens before the last layer. Output:
 * {@code tokens [batch, tokens, context]}.
 *
 * @param kind how tokens are made
 * @param width of what CLIP says
 * @param context how wide the tokens of the text are
 */
public record IpAdapter(Kind kind, int width, int context) implements NetworkDefinition {

    /** How tokens are made. */
    public enum Kind {
        /** The embedding through one matrix. */
        PLAIN,
        /** By learned queries that look at CLIP's tokens (Alayrac et al. 2022, "Flamingo", section 3.1.1): the "plus" adapters. */
        PLUS,
        /** Each of CLIP's tokens through two matrices: the "full" adapters. */
        FULL
    }

    private static final double EPS = 1e-5;
    private static final int HEAD = 64;

    /**
     * From the tensors of a file.
     *
     * @throws BadFileException if they are not those of an IP-Adapter that is supported
     */
    public static IpAdapter of(Weights file) {
        Weights w = file.at("image_proj");
        if (!file.has("image_proj") || !file.has("ip_adapter")) {
            throw new BadFileException(
                    file.file(), "This is no IP-Adapter: it has no tensors image_proj and ip_adapter.");
        }
        boolean lora = file.at("ip_adapter").names().stream().anyMatch(name -> name.contains("_lora."));
        if (lora || w.has("perceiver_resampler") || (w.has("proj.0") && w.has("norm"))) {
            throw new BadFileException(
                    file.file(),
                    "This is an IP-Adapter FaceID, which needs the embeddings of a network that recognises faces (InsightFace) rather"
                            + " than those of CLIP: it is not supported. Take a \"plus-face\" or \"full-face\" adapter.");
        }
        if (w.has("latents")) {
            return new IpAdapter(Kind.PLUS, size(w, "proj_in.weight", 1), size(w, "proj_out.weight", 0));
        }
        if (w.has("proj.3")) {
            return new IpAdapter(Kind.FULL, size(w, "proj.0.weight", 1), size(w, "proj.2.weight", 0));
        }
        return new IpAdapter(Kind.PLAIN, size(w, "proj.weight", 1), size(w, "norm.weight", 0));
    }

    private static int size(Weights w, String name, int axis) {
        long[] shape = w.find(name).map(Weight::shape).orElse(new long[0]);
        if (shape.length <= axis || shape[axis] < 1 || shape[axis] > 1 << 16) {
            throw new BadFileException(
                    w.file(), w.fullName(name) + " is missing or has no such shape as that of an IP-Adapter.");
        }
        return (int) shape[axis];
    }

    @Override
    public String name() {
        return "ip_adapter";
    }

    /** Whether it looks at CLIP's tokens rather than at its embedding. */
    public boolean seesTokens() {
        return kind != Kind.PLAIN;
    }

    @Override
    public void build(TensorGraph graph, Weights file) {
        Weights w = file.at("image_proj");
        Tensor image = seesTokens()
                ? graph.input("image", DType.F32, "batch", "patches", width)
                : graph.input("image", DType.F32, "batch", width);
        Tensor tokens = switch (kind) {
            case PLAIN -> plain(image, w);
            case PLUS -> resampled(image, w);
            case FULL -> full(image, w);
        };
        graph.output("tokens", tokens);
        graph.requireAllUsed(w);
    }

    private Tensor plain(Tensor image, Weights w) {
        int rows = size(w, "proj.weight", 0);
        Tensor all = linear(image, w.at("proj"), rows);
        return layerNorm(all.reshape(image.dim(0), rows / context, context), w.at("norm"), EPS);
    }

    private Tensor full(Tensor image, Weights w) {
        Tensor h = linear(image, w.at("proj.0"), width).gelu();
        return layerNorm(linear(h, w.at("proj.2"), context), w.at("proj.3"), EPS);
    }

    private Tensor resampled(Tensor image, Weights w) {
        int inner = size(w, "latents", 2);
        Tensor x = linear(image, w.at("proj_in"), inner);
        Shape queries = Shape.of(1, size(w, "latents", 1), inner);
        // Once for each picture of the batch, whose size is not known here.
        Tensor latents = x.slice(1, 0, 1).times(0).plus(image.graph().weight(w, "latents", queries));
        for (Weights layer : w.all("layers")) {
            latents = look(latents, x, layer.at("0")).plus(latents);
            latents = feedForward(latents, layer.at("1")).plus(latents);
        }
        return layerNorm(linear(latents, w.at("proj_out"), context), w.at("norm_out"), EPS);
    }

    /** The queries look at the picture and at themselves. */
    private static Tensor look(Tensor latents, Tensor x, Weights w) {
        Tensor q = layerNorm(latents, w.at("norm2"), EPS);
        Tensor to = Tensor.concat(1, List.of(layerNorm(x, w.at("norm1"), EPS), q));
        int inner = size(w, "to_q.weight", 0);
        List<Tensor> kv = linearWithoutBias(to, w.at("to_kv"), 2L * inner).chunk(2, 2);
        Tensor mixed = attention(
                linearWithoutBias(q, w.at("to_q"), inner), kv.get(0), kv.get(1), Math.max(1, inner / HEAD), false);
        return linearWithoutBias(mixed, w.at("to_out"), latents.dim(2).fixed());
    }

    private static Tensor feedForward(Tensor x, Weights w) {
        Tensor h = linearWithoutBias(layerNorm(x, w.at("0"), EPS), w.at("1"), size(w, "1.weight", 0));
        return linearWithoutBias(h.gelu(), w.at("3"), x.dim(2).fixed());
    }
}
