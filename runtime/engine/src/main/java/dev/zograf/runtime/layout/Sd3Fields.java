package dev.zograf.runtime.layout;

import dev.zograf.tensor.WeightSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The configurations of Stable Diffusion 3 and 3.5 from the tensors of its transformer in diffusers' names. In the original code the depth says
 * how many heads there are and how wide a token is, 64 numbers for each head; norms of queries and keys have the width of a head.
 */
final class Sd3Fields {

    private static final int HEAD = 64;
    private static final String PATCHES = "pos_embed.proj.weight";

    /** What only the names of such a transformer end with. */
    static final String SIGN = "pos_embed.pos_embed";

    private static final String NORM = "transformer_blocks.0.attn.norm_q.weight";

    private Sd3Fields() {}

    /** Whether a transformer is one of these: it has a table of positions, and norms of the text beside those of the image. */
    static boolean isOne(WeightSource transformer) {
        return transformer.find(SIGN).isPresent()
                && transformer
                        .find("transformer_blocks.0.norm1_context.linear.weight")
                        .isPresent();
    }

    /**
     * The fields of {@code config.json}.
     *
     * @throws dev.zograf.api.BadFileException if the sizes are not those of a published model
     */
    static Map<String, Object> transformer(WeightSource transformer) {
        int width = Shapes.dim(transformer, PATCHES, 0);
        int patch = Shapes.dim(transformer, PATCHES, 2);
        int head = head(transformer, width);
        int places = Shapes.dim(transformer, SIGN, 1);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "SD3Transformer2DModel");
        out.put("attention_head_dim", head);
        out.put("caption_projection_dim", Shapes.dim(transformer, "context_embedder.weight", 0));
        out.put("dual_attention_layers", dual(transformer));
        out.put("in_channels", Shapes.dim(transformer, PATCHES, 1));
        out.put("joint_attention_dim", Shapes.dim(transformer, "context_embedder.weight", 1));
        out.put("num_attention_heads", width / head);
        out.put("num_layers", layers(transformer));
        out.put("out_channels", Shapes.dim(transformer, "proj_out.weight", 0) / (patch * patch));
        out.put("patch_size", patch);
        out.put("pooled_projection_dim", Shapes.dim(transformer, "time_text_embed.text_embedder.linear_1.weight", 1));
        out.put("pos_embed_max_size", (int) Math.round(Math.sqrt(places)));
        if (isNormalised(transformer)) {
            out.put("qk_norm", "rms_norm");
        }
        out.put("sample_size", 128);
        return out;
    }

    private static int head(WeightSource transformer, int width) {
        int head = isNormalised(transformer) ? Shapes.dim(transformer, NORM, 0) : HEAD;
        boolean fits = width % head == 0 && (isNormalised(transformer) || width == HEAD * layers(transformer));
        if (!fits) {
            throw Shapes.untold(transformer, "How many attention heads the transformer has");
        }
        return head;
    }

    private static boolean isNormalised(WeightSource transformer) {
        return transformer.find(NORM).isPresent();
    }

    private static int layers(WeightSource transformer) {
        return UnetStructure.count(transformer.names(), "transformer_blocks.");
    }

    private static List<Integer> dual(WeightSource transformer) {
        return IntStream.range(0, layers(transformer))
                .filter(i -> UnetStructure.has(transformer.names(), "transformer_blocks." + i + ".attn2"))
                .boxed()
                .toList();
    }

    /** Which of the published ones it is. */
    static String variant(WeightSource transformer) {
        if (!isNormalised(transformer)) {
            return "sd3-medium";
        }
        return dual(transformer).isEmpty() ? "sd3.5-large" : "sd3.5-medium";
    }

    /** The fields of {@code scheduler_config.json}. */
    static Map<String, Object> scheduler() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "FlowMatchEulerDiscreteScheduler");
        out.put("num_train_timesteps", 1000);
        out.put("shift", 3.0);
        return out;
    }

    /** The fields of {@code model_index.json}. A text encoder that is not there is null, as diffusers writes it. */
    static Map<String, Object> index(Set<String> parts) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "StableDiffusion3Pipeline");
        out.put("scheduler", List.of("diffusers", "FlowMatchEulerDiscreteScheduler"));
        for (String end : List.of("", "_2", "_3")) {
            boolean there = parts.contains("text_encoder" + end);
            boolean t5 = end.equals("_3");
            out.put("text_encoder" + end, entry(there, t5 ? "T5EncoderModel" : "CLIPTextModelWithProjection"));
            out.put("tokenizer" + end, entry(there, t5 ? "T5TokenizerFast" : "CLIPTokenizer"));
        }
        out.put("transformer", List.of("diffusers", "SD3Transformer2DModel"));
        if (parts.contains("vae")) {
            out.put("vae", List.of("diffusers", "AutoencoderKL"));
        }
        return out;
    }

    private static List<String> entry(boolean there, String type) {
        return there ? List.of("transformers", type) : Arrays.asList(null, null);
    }
}
