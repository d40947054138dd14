package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;

/**
 * The layers of the transformer of Stable Diffusion 3 by the names of the original code, which kohya's files have: there queries, keys and values
 * are one layer, and norms that only scale and shift have the shift first.
 */
final class Sd3Modules {

    private static final Map<String, String> OTHERS = Map.of(
            "x_embedder.proj", "pos_embed.proj",
            "t_embedder.mlp.0", "time_text_embed.timestep_embedder.linear_1",
            "t_embedder.mlp.2", "time_text_embed.timestep_embedder.linear_2",
            "y_embedder.mlp.0", "time_text_embed.text_embedder.linear_1",
            "y_embedder.mlp.2", "time_text_embed.text_embedder.linear_2",
            "final_layer.linear", "proj_out");

    private final OriginalLayers layers;

    private Sd3Modules(OriginalLayers layers) {
        this.layers = layers;
    }

    /** Original names with the layers of a network that has them; none of another one. */
    static Map<String, List<LoraPlace>> of(Weights network) {
        OriginalLayers layers = new OriginalLayers(network);
        if (network.has("pos_embed.proj") && network.has("transformer_blocks.0.norm1_context")) {
            Sd3Modules out = new Sd3Modules(layers);
            OTHERS.forEach(layers::same);
            layers.swapped("final_layer.adaLN_modulation.1", "norm_out.linear");
            int blocks = network.all("transformer_blocks").size();
            for (int i = 0; i < blocks; i++) {
                out.block("joint_blocks." + i, "transformer_blocks." + i + ".", i == blocks - 1);
            }
        }
        return layers.places();
    }

    private void block(String original, String block, boolean last) {
        String image = original + ".x_block.";
        String text = original + ".context_block.";
        layers.joined(image + "attn.qkv", block + "attn.to_q", block + "attn.to_k", block + "attn.to_v");
        layers.joined(image + "attn2.qkv", block + "attn2.to_q", block + "attn2.to_k", block + "attn2.to_v");
        layers.joined(
                text + "attn.qkv", block + "attn.add_q_proj", block + "attn.add_k_proj", block + "attn.add_v_proj");
        layers.same(image + "attn.proj", block + "attn.to_out.0");
        layers.same(image + "attn2.proj", block + "attn2.to_out.0");
        layers.same(text + "attn.proj", block + "attn.to_add_out");
        layers.same(image + "mlp.fc1", block + "ff.net.0.proj");
        layers.same(image + "mlp.fc2", block + "ff.net.2");
        layers.same(text + "mlp.fc1", block + "ff_context.net.0.proj");
        layers.same(text + "mlp.fc2", block + "ff_context.net.2");
        layers.same(image + "adaLN_modulation.1", block + "norm1.linear");
        if (last) {
            layers.swapped(text + "adaLN_modulation.1", block + "norm1_context.linear");
        } else {
            layers.same(text + "adaLN_modulation.1", block + "norm1_context.linear");
        }
    }
}
