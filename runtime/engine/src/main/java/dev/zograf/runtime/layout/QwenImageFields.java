package dev.zograf.runtime.layout;

import dev.zograf.tensor.WeightSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/**
 * The configurations of Qwen-Image from the tensors of its transformer, whose names are those of diffusers in all published files. A head has 128
 * numbers in all of them, of which 16, 56 and 56 are turned by index, row and column.
 */
final class QwenImageFields {

    private static final int HEAD = 128;
    private static final int SQUARE = 4;

    /** What only the names of such a transformer end with. */
    static final String SIGN = "transformer_blocks.0.img_mod.1.weight";

    private static final String TOKENS = "img_in.weight";
    private static final String TEXT = "txt_in.weight";

    /** An empty tensor by which a file says that pictures to look at are told to have no noise. */
    private static final String CLEAN_REFERENCES = "__index_timestep_zero__";

    private QwenImageFields() {}

    /** Whether a transformer is one of these. */
    static boolean isOne(WeightSource transformer) {
        return isOne(transformer.names(), "");
    }

    /** Whether there is such a transformer among names, behind a prefix, and not a ControlNet, which has such blocks, too. */
    static boolean isOne(NavigableSet<String> names, String prefix) {
        return List.of(SIGN, TOKENS, TEXT).stream().allMatch(name -> names.contains(prefix + name))
                && !UnetStructure.has(names, prefix + "controlnet_blocks");
    }

    private static boolean isToldCleanReferences(WeightSource transformer) {
        return transformer.find(CLEAN_REFERENCES).isPresent();
    }

    /**
     * The fields of {@code config.json}.
     *
     * @throws dev.zograf.api.BadFileException if the sizes are not those of a published model
     */
    static Map<String, Object> transformer(WeightSource transformer) {
        int width = Shapes.dim(transformer, TOKENS, 0);
        int head = Shapes.dim(transformer, "transformer_blocks.0.attn.norm_q.weight", 0);
        if (head != HEAD || width % head != 0) {
            throw Shapes.untold(
                    transformer, "How the positions of tokens are told to attention heads of the transformer");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "QwenImageTransformer2DModel");
        out.put("attention_head_dim", head);
        out.put("axes_dims_rope", List.of(16, 56, 56));
        out.put("guidance_embeds", false);
        out.put("in_channels", Shapes.dim(transformer, TOKENS, 1));
        out.put("joint_attention_dim", Shapes.dim(transformer, TEXT, 1));
        out.put("num_attention_heads", width / head);
        out.put("num_layers", UnetStructure.count(transformer.names(), "transformer_blocks."));
        out.put("out_channels", Shapes.dim(transformer, "proj_out.weight", 0) / SQUARE);
        out.put("patch_size", 2);
        out.put("zero_cond_t", isToldCleanReferences(transformer));
        return out;
    }

    /** Which of the published ones it is as far as the tensors tell. */
    static String variant(WeightSource transformer) {
        return isToldCleanReferences(transformer) ? "qwen-image-edit-2511" : Family.QWEN_IMAGE.variant();
    }

    /** The fields of {@code scheduler_config.json}. */
    static Map<String, Object> scheduler() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "FlowMatchEulerDiscreteScheduler");
        out.put("base_image_seq_len", 256);
        out.put("base_shift", 0.5);
        out.put("max_image_seq_len", 8192);
        out.put("max_shift", 0.9);
        out.put("num_train_timesteps", 1000);
        out.put("shift", 1.0);
        out.put("shift_terminal", 0.02);
        out.put("time_shift_type", "exponential");
        out.put("use_dynamic_shifting", true);
        return out;
    }

    /** The fields of {@code model_index.json}. What is not there is null, as diffusers writes it. */
    static Map<String, Object> index(Set<String> parts) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "QwenImagePipeline");
        out.put("scheduler", List.of("diffusers", "FlowMatchEulerDiscreteScheduler"));
        boolean text = parts.contains("text_encoder");
        out.put("text_encoder", entry(text, "transformers", "Qwen2_5_VLForConditionalGeneration"));
        out.put("tokenizer", entry(text, "transformers", "Qwen2Tokenizer"));
        out.put("transformer", List.of("diffusers", "QwenImageTransformer2DModel"));
        out.put("vae", entry(parts.contains("vae"), "diffusers", "AutoencoderKLQwenImage"));
        return out;
    }

    private static List<String> entry(boolean there, String library, String type) {
        return there ? List.of(library, type) : Arrays.asList(null, null);
    }
}
