package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import java.util.Locale;
import java.util.Map;

/**
 * The names of CLIP's towers in OpenCLIP and in transformers' {@code CLIPTextModel} and {@code CLIPVisionModel}, apart from the joined projections of its attention and
 * its transposed output projection.
 */
final class OpenClipKeys {

    private static final Map<String, String> LAYER = Map.of(
            "ln_1", "layer_norm1",
            "ln_2", "layer_norm2",
            "mlp.c_fc", "mlp.fc1",
            "mlp.c_proj", "mlp.fc2",
            "attn.out_proj", "self_attn.out_proj");

    private OpenClipKeys() {}

    /** The names for a text tower of so many layers. */
    static KeyMap of(int layers) {
        KeyMap map = new KeyMap();
        map.add("token_embedding", "text_model.embeddings.token_embedding");
        map.add("ln_final", "text_model.final_layer_norm");
        layers(map, layers, "text_model");
        return map;
    }

    /** The names for an image tower of so many layers. */
    static KeyMap ofPictures(int layers) {
        KeyMap map = new KeyMap();
        map.add("conv1", "vision_model.embeddings.patch_embedding");
        map.add("ln_pre", "vision_model.pre_layrnorm");
        map.add("ln_post", "vision_model.post_layernorm");
        layers(map, layers, "vision_model");
        return map;
    }

    private static void layers(KeyMap map, int layers, String tower) {
        for (int i = 0; i < layers; i++) {
            map.add("transformer.resblocks." + i, tower + ".encoder.layers." + i, LAYER);
        }
    }

    /** Adds a tensor of a layer: the joined projections of attention are three parts, one behind the other. */
    static void add(String name, Weight weight, RenamedWeights out) {
        int joined = name.indexOf(".attn.in_proj_");
        if (joined < 0) {
            out.add(name, weight);
            return;
        }
        String kind = name.substring(joined + ".attn.in_proj_".length());
        for (int i = 0; i < 3; i++) {
            String to = String.format(
                    Locale.ROOT, "%s.self_attn.%s_proj.%s", name.substring(0, joined), "qkv".charAt(i), kind);
            out.add(
                    to,
                    weight.shape().length > 0 && weight.shape()[0] % 3 == 0 ? WeightViews.part(weight, i, 3) : weight);
        }
    }
}
