package dev.zograf.nodes.loaders;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The configurations of ControlNets of Stable Diffusion 3 and FLUX.1 that lie alone in a file, in diffusers' names, from the shapes of their tensors. What these
 * do not tell is as in the published ones: 64 numbers for each head of Stable Diffusion 3, and 128 for FLUX.1, 16 of which turn with the index and
 * 56 each with row and column.
 */
final class TransformerControls {

    /** The class of those of Stable Diffusion 3. */
    static final String SD3 = "SD3ControlNetModel";

    /** The class of those of FLUX.1. */
    static final String FLUX = "FluxControlNetModel";

    private static final String SIGN = "controlnet_blocks";
    private static final int HEAD_OF_SD3 = 64;
    private static final int HEAD_OF_FLUX = 128;

    private final Weights weights;
    private final Map<String, Object> fields = new HashMap<>();

    private TransformerControls(Weights weights) {
        this.weights = weights;
    }

    /** Whether the tensors are those of such a ControlNet. */
    static boolean isOne(Weights weights) {
        return weights.has(SIGN);
    }

    /**
     * The configuration.
     *
     * @throws BadFileException if the sizes are not those of a published one, or the names not diffusers'
     */
    static Config config(Weights weights) {
        TransformerControls out = new TransformerControls(weights);
        if (weights.has("controlnet_x_embedder")) {
            out.flux();
        } else {
            out.sd3();
        }
        return Config.of(weights.file(), out.fields);
    }

    private void flux() {
        int width = dim("x_embedder.weight", 0);
        int head = dim("transformer_blocks.0.attn.norm_q.weight", 0);
        if (head != HEAD_OF_FLUX) {
            throw untold();
        }
        fields.put("_class_name", FLUX);
        fields.put("attention_head_dim", head);
        fields.put("num_attention_heads", width / head);
        fields.put("in_channels", dim("x_embedder.weight", 1));
        fields.put("num_layers", weights.all("transformer_blocks").size());
        fields.put("num_single_layers", weights.all("single_transformer_blocks").size());
        fields.put("joint_attention_dim", dim("context_embedder.weight", 1));
        fields.put("pooled_projection_dim", dim("time_text_embed.text_embedder.linear_1.weight", 1));
        fields.put("guidance_embeds", weights.has("time_text_embed.guidance_embedder"));
        find("controlnet_mode_embedder.weight", 0).ifPresent(modes -> fields.put("num_mode", modes));
    }

    private void sd3() {
        int width = find("pos_embed.proj.weight", 0).orElseThrow(this::untold);
        int head = find("transformer_blocks.0.attn.norm_q.weight", 0).orElse(HEAD_OF_SD3);
        int places = dim("pos_embed.pos_embed", 1);
        if (width % head != 0) {
            throw untold();
        }
        int channels = dim("pos_embed.proj.weight", 1);
        fields.put("_class_name", SD3);
        fields.put("attention_head_dim", head);
        fields.put("num_attention_heads", width / head);
        fields.put("in_channels", channels);
        fields.put("patch_size", dim("pos_embed.proj.weight", 2));
        fields.put("extra_conditioning_channels", dim("pos_embed_input.proj.weight", 1) - channels);
        fields.put("num_layers", weights.all("transformer_blocks").size());
        fields.put("caption_projection_dim", dim("context_embedder.weight", 0));
        fields.put("joint_attention_dim", dim("context_embedder.weight", 1));
        fields.put("pooled_projection_dim", dim("time_text_embed.text_embedder.linear_1.weight", 1));
        fields.put("pos_embed_max_size", (int) Math.round(Math.sqrt(places)));
        if (weights.find("transformer_blocks.0.attn.norm_q.weight").isPresent()) {
            fields.put("qk_norm", "rms_norm");
        }
    }

    private int dim(String name, int axis) {
        return find(name, axis).orElseThrow(this::untold);
    }

    private Optional<Integer> find(String name, int axis) {
        return weights.find(name)
                .map(weight -> weight.shape())
                .filter(shape -> shape.length > axis && shape[axis] > 0 && shape[axis] < 1 << 20)
                .map(shape -> (int) shape[axis]);
    }

    private BadFileException untold() {
        return new BadFileException(
                weights.file(),
                "This is a ControlNet of Stable Diffusion 3 or FLUX whose sizes or names are not those of the published ones in the names of"
                        + " diffusers: name a folder with its config.json in the input \"config\", or load such a folder with the file in it.");
    }
}
