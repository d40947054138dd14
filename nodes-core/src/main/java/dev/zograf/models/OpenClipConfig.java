package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code model_cfg} of an {@code open_clip_config.json} in the fields of transformers' CLIP, and in its own where these have none. Towers
 * of other libraries (timm, transformers) and layers that no published model has are refused by the name of their setting.
 */
public final class OpenClipConfig {

    /** Other layers than CLIP's. */
    private static final String[] OTHER_LAYERS = {
        "act_kwargs", "qk_norm", "scaled_cosine_attn", "scale_heads", "scale_attn_inner", "scale_attn", "scale_fc"
    };

    private OpenClipConfig() {}

    /**
     * The image tower, for {@link ClipVision#of}.
     *
     * @throws BadFileException if it is of another architecture
     */
    public static Config vision(Config model) {
        Config vision = part(model, "vision_cfg");
        Supported.absent(vision, OTHER_LAYERS);
        Supported.absent(vision, "timm_model_name");
        if (vision.raw("layers").orElse(12) instanceof List<?> layers) {
            throw new BadFileException(
                    vision.file(), "\"layers\": " + layers + " are those of a ResNet, which is not supported.");
        }
        // Two attentional pools, "parallel" or "cascade", are in no published model. Positions by sines are stored,
        // too.
        Supported.only(vision, "attentional_pool", false, true);
        Supported.only(vision, "pool_type", "tok", "avg");
        Supported.only(vision, "pos_embed_type", "learnable", "sin_cos_2d");
        boolean asks = vision.flag("attentional_pool", false);
        int width = vision.integer("width", 768);
        Map<String, Object> fields = new HashMap<>(Map.of(
                "image_size", side(vision),
                "patch_size", vision.integer("patch_size", 16),
                "hidden_size", width,
                "intermediate_size", (int) (width * vision.number("mlp_ratio", 4)),
                "num_hidden_layers", vision.integer("layers", 12),
                "num_attention_heads", width / Math.max(1, vision.integer("head_width", 64)),
                "hidden_act", activation(model),
                "layer_norm_eps", eps(vision)));
        fields.put("no_ln_pre", vision.flag("no_ln_pre", false));
        fields.put("pool_type", vision.text("pool_type", "tok"));
        fields.put("final_ln_after_pool", vision.flag("final_ln_after_pool", false));
        fields.put("attn_pooler_heads", asks ? vision.integer("attn_pooler_heads", 8) : 0);
        return Config.of(vision.file(), fields);
    }

    /** A number, or height and width. */
    private static int side(Config vision) {
        if (!(vision.raw("image_size").orElse(224) instanceof List<?>)) {
            return vision.integer("image_size", 224);
        }
        List<Integer> sides = vision.integers("image_size", 2);
        if (!sides.get(0).equals(sides.get(1))) {
            throw new BadFileException(
                    vision.file(), "\"image_size\": " + sides + " is no square, which is not supported.");
        }
        return sides.get(0);
    }

    /**
     * The text tower, for {@link ClipText#of}.
     *
     * @param vocabulary of the published models
     * @throws BadFileException if it is of another architecture
     */
    public static Config text(Config model, int vocabulary) {
        Config text = part(model, "text_cfg");
        Supported.absent(text, OTHER_LAYERS);
        Supported.absent(text, "hf_model_name");
        Supported.only(text, "pool_type", "argmax", "first", "last");
        Supported.only(text, "proj_type", "linear");
        boolean summary = text.flag("embed_cls", false);
        if (summary) {
            Supported.absent(text, "no_causal_mask");
            Supported.only(text, "pad_id", 0);
        }
        int width = text.integer("width", 512);
        Map<String, Object> fields = new HashMap<>(Map.of(
                "vocab_size", text.integer("vocab_size", vocabulary),
                "max_position_embeddings", text.integer("context_length", 77) + (summary ? 1 : 0),
                "hidden_size", width,
                "intermediate_size", (int) (width * text.number("mlp_ratio", 4)),
                "num_hidden_layers", text.integer("layers", 12),
                "num_attention_heads", text.integer("heads", 8),
                "hidden_act", activation(model),
                "layer_norm_eps", eps(text)));
        fields.put("embed_cls", summary);
        fields.put("no_causal_mask", text.flag("no_causal_mask", false));
        fields.put("pool_type", text.text("pool_type", "argmax"));
        return Config.of(text.file(), fields);
    }

    private static double eps(Config tower) {
        return tower.object("norm_kwargs").map(norm -> norm.number("eps", 1e-5)).orElse(1e-5);
    }

    private static String activation(Config model) {
        return model.flag("quick_gelu", false) ? "quick_gelu" : "gelu";
    }

    private static Config part(Config config, String name) {
        return config.object(name)
                .orElseThrow(() -> new BadFileException(config.file(), "\"" + name + "\" is missing."));
    }
}
