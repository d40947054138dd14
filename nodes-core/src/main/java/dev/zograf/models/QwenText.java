package dev.zograf.models;

import static dev.zograf.tensor.Nn.embedding;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.List;

/**
 * The language model of Qwen2.5-VL (Bai et al. 2025, section 2) as an encoder of texts, in the names of transformers' {@code
 * Qwen2_5_VLForConditionalGeneration} of whatever version: each token sees itself and those before it. What makes words of its output, and the vision
 * tower, are not read.
 *
 * <p>Inputs: {@code ids [batch, tokens]}; {@code positions [3, batch, tokens]}, the time, row and column of each token. Those of texts are
 * all the number of the token; the squares of a picture share a time and differ in row and column (M-RoPE; Wang et al. 2024, section 2.1).
 * Texts of different lengths are filled up at the end, where nothing sees the padding. Output: {@code out [batch, tokens, width]}, the last
 * layer after the final norm.
 *
 * <p>Places for {@linkplain dev.zograf.tensor.GraphEdit edits}, beside every linear layer: {@code token_embedding}, the vectors of the
 * tokens {@code [batch, tokens, width]} (the ids). There an edit puts what a vision tower made of pictures in the place of the tokens that
 * stand for them.
 *
 * @param name what it is called among the networks of a model
 */
public record QwenText(String name, QwenTextConfig config) implements NetworkDefinition {

    /** Where versions of transformers have the language model. */
    private static final List<String> SCOPES =
            List.of("model", "model.language_model", "language_model.model", "language_model");

    /** It was trained in bfloat16, which reaches farther than 16-bit floats do. */
    @Override
    public boolean exceedsHalf() {
        return true;
    }

    @Override
    public void build(TensorGraph graph, Weights weights) {
        graph.runsSeldom();
        Weights w = SCOPES.stream()
                .map(weights::at)
                .filter(scope -> scope.has("embed_tokens.weight"))
                .findFirst()
                .orElseGet(() -> weights.at(SCOPES.get(0)));
        Tensor ids = graph.input("ids", DType.I32, "batch", "tokens");
        Tensor positions = graph.input("positions", DType.F32, 3, "batch", "tokens");
        Tensor table = embedding(ids, w.at("embed_tokens"), config.vocabulary(), config.width());
        Tensor x = graph.hook("token_embedding", table, ids);
        HalvesRotary places = QwenRotary.of(positions, config);
        QwenLayer layer = new QwenLayer(config, places);
        for (int i = 0; i < config.layers(); i++) {
            x = layer.apply(x, w.at("layers", i));
        }
        graph.output("out", rmsNorm(x, w.at("norm"), config.eps()));
        graph.requireAllUsed(w.at("layers"), "rotary_emb.inv_freq");
    }
}
