package dev.zograf.runtime.layout;

import java.util.Map;

/**
 * The names of a text tower in OpenCLIP and in transformers' {@code CLIPTextModel}, apart from the joined projections of its attention and
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

    /** The names for a tower of so many layers. */
    static KeyMap of(int layers) {
        KeyMap map = new KeyMap();
        map.add("token_embedding", "text_model.embeddings.token_embedding");
        map.add("ln_final", "text_model.final_layer_norm");
        for (int i = 0; i < layers; i++) {
            map.add("transformer.resblocks." + i, "text_model.encoder.layers." + i, LAYER);
        }
        return map;
    }
}
