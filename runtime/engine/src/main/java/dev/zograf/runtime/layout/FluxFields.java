package dev.zograf.runtime.layout;

import dev.zograf.tensor.WeightSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;

/**
 * The configurations of FLUX.1 from the tensors of its transformer in diffusers' names. A head has 128 numbers in all published ones, of which
 * 16, 56 and 56 are turned by index, row and column.
 */
final class FluxFields {

    private static final int HEAD = 128;
    private static final int LATENT = 64;

    /** What only the names of such a transformer end with. */
    static final String SIGN = "single_transformer_blocks.0.proj_mlp.weight";

    private static final String TOKENS = "x_embedder.weight";
    private static final String POOLED = "time_text_embed.text_embedder.linear_1.weight";
    private static final String GUIDANCE = "time_text_embed.guidance_embedder.linear_1.weight";

    private FluxFields() {}

    /** Whether a transformer is one of these, and not one of its kin that have such blocks, too. */
    static boolean isOne(WeightSource transformer) {
        return isOne(transformer.names(), "");
    }

    /** Whether there is such a transformer among names in diffusers' layout, behind a prefix. */
    static boolean isOne(NavigableSet<String> names, String prefix) {
        return List.of(SIGN, TOKENS, POOLED, "transformer_blocks.0.norm1_context.linear.weight").stream()
                        .allMatch(name -> names.contains(prefix + name))
                && !UnetStructure.has(names, prefix + "controlnet_blocks");
    }

    /** Whether it is told the scale of guidance, as all are but FLUX.1 schnell. */
    private static boolean isGuided(WeightSource transformer) {
        return transformer.find(GUIDANCE).isPresent();
    }

    /**
     * The fields of {@code config.json}.
     *
     * @throws dev.zograf.api.BadFileException if the sizes are not those of a published model
     */
    static Map<String, Object> transformer(WeightSource transformer) {
        int width = Shapes.dim(transformer, TOKENS, 0);
        int head = Shapes.dim(transformer, "single_transformer_blocks.0.attn.norm_q.weight", 0);
        if (head != HEAD || width % head != 0) {
            throw Shapes.untold(
                    transformer, "How the positions of tokens are told to attention heads of the transformer");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "FluxTransformer2DModel");
        out.put("attention_head_dim", head);
        out.put("axes_dims_rope", List.of(16, 56, 56));
        out.put("guidance_embeds", isGuided(transformer));
        out.put("in_channels", Shapes.dim(transformer, TOKENS, 1));
        out.put("joint_attention_dim", Shapes.dim(transformer, "context_embedder.weight", 1));
        out.put("num_attention_heads", width / head);
        out.put("num_layers", UnetStructure.count(transformer.names(), "transformer_blocks."));
        out.put("num_single_layers", UnetStructure.count(transformer.names(), "single_transformer_blocks."));
        out.put("out_channels", Shapes.dim(transformer, "proj_out.weight", 0));
        out.put("patch_size", 1);
        out.put("pooled_projection_dim", Shapes.dim(transformer, POOLED, 1));
        return out;
    }

    /** Which of the published ones it is as far as shapes tell: FLUX.1 Kontext has those of dev. */
    static String variant(WeightSource transformer) {
        return switch (Shapes.dim(transformer, TOKENS, 1)) {
            case 6 * LATENT -> "flux1-fill";
            case 2 * LATENT -> "flux1-control";
            default -> isGuided(transformer) ? "flux1-dev" : "flux1-schnell";
        };
    }

    /** The fields of {@code scheduler_config.json}. */
    static Map<String, Object> scheduler(WeightSource transformer) {
        boolean guided = isGuided(transformer);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "FlowMatchEulerDiscreteScheduler");
        out.put("base_image_seq_len", 256);
        out.put("base_shift", 0.5);
        out.put("max_image_seq_len", 4096);
        out.put("max_shift", 1.15);
        out.put("num_train_timesteps", 1000);
        out.put("shift", guided ? 3.0 : 1.0);
        out.put("use_dynamic_shifting", guided);
        return out;
    }

    /** The fields of {@code model_index.json}. What is not there is null, as diffusers writes it. */
    static Map<String, Object> index(WeightSource transformer, Set<String> parts) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(
                "_class_name",
                switch (variant(transformer)) {
                    case "flux1-fill" -> "FluxFillPipeline";
                    case "flux1-control" -> "FluxControlPipeline";
                    default -> "FluxPipeline";
                });
        out.put("scheduler", List.of("diffusers", "FlowMatchEulerDiscreteScheduler"));
        boolean clip = parts.contains("text_encoder");
        out.put("text_encoder", entry(clip, "transformers", "CLIPTextModel"));
        out.put("tokenizer", entry(clip, "transformers", "CLIPTokenizer"));
        boolean t5 = parts.contains("text_encoder_2");
        out.put("text_encoder_2", entry(t5, "transformers", "T5EncoderModel"));
        out.put("tokenizer_2", entry(t5, "transformers", "T5TokenizerFast"));
        out.put("transformer", List.of("diffusers", "FluxTransformer2DModel"));
        out.put("vae", entry(parts.contains("vae"), "diffusers", "AutoencoderKL"));
        return out;
    }

    private static List<String> entry(boolean there, String library, String type) {
        return there ? List.of(library, type) : Arrays.asList(null, null);
    }
}
