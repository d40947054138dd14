package dev.zograf.runtime.layout;

import dev.zograf.tensor.WeightSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of a T5 encoder (Raffel et al. 2020) from its tensors in transformers' names, which the original files have, too. */
final class T5Fields {

    /** What only the names of such a tower end with. */
    static final String SIGN = "encoder.block.0.layer.0.SelfAttention.q.weight";

    private static final String FIRST = "encoder.block.0.layer.";
    private static final String BIAS = FIRST + "0.SelfAttention.relative_attention_bias.weight";

    private T5Fields() {}

    /**
     * The fields of {@code config.json}.
     *
     * @throws dev.zograf.api.BadFileException if the sizes are those of no such tower
     */
    static Map<String, Object> of(WeightSource tower) {
        int heads = Shapes.dim(tower, BIAS, 1);
        int inner = Shapes.dim(tower, SIGN, 0);
        if (inner % heads != 0) {
            throw Shapes.untold(tower, "How wide the attention heads of the T5 encoder are");
        }
        boolean gated = tower.find(FIRST + "1.DenseReluDense.wi_0.weight").isPresent();
        String table = table(tower);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("architectures", List.of("T5EncoderModel"));
        out.put("d_ff", Shapes.dim(tower, FIRST + "1.DenseReluDense." + (gated ? "wi_0" : "wi") + ".weight", 0));
        out.put("d_kv", inner / heads);
        out.put("d_model", Shapes.dim(tower, table, 1));
        out.put("dense_act_fn", gated ? "gelu_new" : "relu");
        out.put("eos_token_id", 1);
        out.put("feed_forward_proj", gated ? "gated-gelu" : "relu");
        out.put("is_encoder_decoder", false);
        out.put("is_gated_act", gated);
        out.put("layer_norm_epsilon", 1e-6);
        out.put("model_type", "t5");
        out.put("num_heads", heads);
        out.put("num_layers", UnetStructure.count(tower.names(), "encoder.block."));
        out.put("pad_token_id", 0);
        out.put("relative_attention_max_distance", 128);
        out.put("relative_attention_num_buckets", Shapes.dim(tower, BIAS, 0));
        out.put("vocab_size", Shapes.dim(tower, table, 0));
        return out;
    }

    /** Whether these are the tensors of such a tower and no other network's. */
    static boolean isOne(WeightSource file) {
        return file.find(SIGN).isPresent()
                && file.find(BIAS).isPresent()
                && file.find(table(file)).isPresent();
    }

    /** Whether its tokens are as many as those of the published networks, all of which have one tokenizer. */
    static boolean hasVocabulary(WeightSource tower) {
        return tower.find(table(tower))
                .filter(table -> table.shape().length == 2 && table.shape()[0] == T5Vocabulary.ROWS)
                .isPresent();
    }

    private static String table(WeightSource tower) {
        return tower.find("shared.weight").isPresent() ? "shared.weight" : "encoder.embed_tokens.weight";
    }
}
