package dev.zograf.runtime.layout;

import dev.zograf.tensor.WeightSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of a language model of Qwen 2.5 from its tensors in transformers' names. What shapes cannot say is that of the published
 * Qwen2.5-VL.
 */
final class QwenFields {

    /** Its class in transformers, the vision tower included. */
    static final String CLASS = "Qwen2_5_VLForConditionalGeneration";

    private static final String TABLE = "model.embed_tokens.weight";
    private static final String LAYERS = "model.layers.";
    private static final String FIRST = LAYERS + "0.";

    /** Biases of queries tell Qwen 2 and 2.5 from Llama, Gemma and later versions. */
    private static final String SIGN = FIRST + "self_attn.q_proj.bias";

    private static final int HEAD_WIDTH = 128;

    private QwenFields() {}

    /** Whether these are the tensors of such a network. */
    static boolean isOne(WeightSource file) {
        return file.find(SIGN).isPresent()
                && file.find(TABLE).isPresent()
                && file.find(FIRST + "mlp.gate_proj.weight").isPresent();
    }

    /** Whether it knows each token of the published vocabulary. */
    static boolean hasVocabulary(WeightSource tower) {
        return tower.find(TABLE)
                .filter(table -> table.shape().length == 2 && table.shape()[0] >= QwenVocabulary.SIZE)
                .isPresent();
    }

    /**
     * The fields of {@code config.json}.
     *
     * @throws dev.zograf.api.BadFileException if the sizes are those of no such network
     */
    static Map<String, Object> of(WeightSource tower) {
        int width = Shapes.dim(tower, TABLE, 1);
        int keys = Shapes.dim(tower, FIRST + "self_attn.k_proj.weight", 0);
        if (width % HEAD_WIDTH != 0 || keys % HEAD_WIDTH != 0) {
            throw Shapes.untold(tower, "How wide the attention heads of the Qwen2.5-VL text encoder are");
        }
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("hidden_act", "silu");
        text.put("hidden_size", width);
        text.put("intermediate_size", Shapes.dim(tower, FIRST + "mlp.gate_proj.weight", 0));
        text.put("max_position_embeddings", 128000);
        text.put("model_type", "qwen2_5_vl_text");
        text.put("num_attention_heads", width / HEAD_WIDTH);
        text.put("num_hidden_layers", UnetStructure.count(tower.names(), LAYERS));
        text.put("num_key_value_heads", keys / HEAD_WIDTH);
        text.put("rms_norm_eps", 1e-6);
        text.put(
                "rope_parameters",
                Map.of("mrope_section", List.of(16, 24, 24), "rope_theta", 1e6, "rope_type", "default"));
        text.put("use_sliding_window", false);
        text.put("vocab_size", Shapes.dim(tower, TABLE, 0));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("architectures", List.of(CLASS));
        out.put("image_token_id", 151655);
        out.put("model_type", "qwen2_5_vl");
        out.put("text_config", text);
        out.put("tie_word_embeddings", tower.find("lm_head.weight").isEmpty());
        out.put("video_token_id", 151656);
        QwenVisionFields.of(tower).ifPresent(vision -> out.put("vision_config", vision));
        out.put("vision_end_token_id", 151653);
        out.put("vision_start_token_id", 151652);
        return out;
    }
}
