package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.Map;

/**
 * The layers of the transformer of FLUX.1 by the names of the original code, which kohya's files and those of the original's authors have, and by
 * those of XLabs: there layers that look at the same tokens are one, and the last norm has the shift first.
 */
final class FluxModules {

    private final OriginalLayers layers;

    private FluxModules(OriginalLayers layers) {
        this.layers = layers;
    }

    /** Whether a network is a transformer of FLUX.1. */
    static boolean isOne(Weights network) {
        return network.has("single_transformer_blocks.0.proj_mlp") && network.has("x_embedder");
    }

    /** Original names with the layers of a network that has them; none of another one. */
    static Map<String, List<LoraPlace>> of(Weights network) {
        OriginalLayers layers = new OriginalLayers(network);
        if (isOne(network)) {
            FluxModules out = new FluxModules(layers);
            layers.same("img_in", "x_embedder");
            layers.same("txt_in", "context_embedder");
            out.perceptron("time_in", "timestep_embedder");
            out.perceptron("vector_in", "text_embedder");
            out.perceptron("guidance_in", "guidance_embedder");
            for (int i = 0; i < network.all("transformer_blocks").size(); i++) {
                out.apart("double_blocks." + i + ".", "transformer_blocks." + i + ".");
            }
            for (int i = 0; i < network.all("single_transformer_blocks").size(); i++) {
                out.together("single_blocks." + i + ".", "single_transformer_blocks." + i + ".");
            }
            layers.swapped("final_layer.adaLN_modulation.1", "norm_out.linear");
            layers.same("final_layer.linear", "proj_out");
        }
        return layers.places();
    }

    private void perceptron(String original, String layer) {
        layers.same(original + ".in_layer", "time_text_embed." + layer + ".linear_1");
        layers.same(original + ".out_layer", "time_text_embed." + layer + ".linear_2");
    }

    private void apart(String original, String block) {
        String attn = block + "attn.";
        // XLabs counts the image as 1 and the text as 2.
        for (String name : List.of(original + "img_attn.qkv", original + "qkv_lora1")) {
            layers.joined(name, attn + "to_q", attn + "to_k", attn + "to_v");
        }
        for (String name : List.of(original + "txt_attn.qkv", original + "qkv_lora2")) {
            layers.joined(name, attn + "add_q_proj", attn + "add_k_proj", attn + "add_v_proj");
        }
        layers.same(original + "img_attn.proj", attn + "to_out.0");
        layers.same(original + "proj_lora1", attn + "to_out.0");
        layers.same(original + "txt_attn.proj", attn + "to_add_out");
        layers.same(original + "proj_lora2", attn + "to_add_out");
        layers.same(original + "img_mod.lin", block + "norm1.linear");
        layers.same(original + "txt_mod.lin", block + "norm1_context.linear");
        layers.same(original + "img_mlp.0", block + "ff.net.0.proj");
        layers.same(original + "img_mlp.2", block + "ff.net.2");
        layers.same(original + "txt_mlp.0", block + "ff_context.net.0.proj");
        layers.same(original + "txt_mlp.2", block + "ff_context.net.2");
    }

    private void together(String original, String block) {
        String attn = block + "attn.";
        layers.joined(original + "linear1", attn + "to_q", attn + "to_k", attn + "to_v", block + "proj_mlp");
        layers.same(original + "linear2", block + "proj_out");
        layers.same(original + "modulation.lin", block + "norm.linear");
        layers.joined(original + "qkv", attn + "to_q", attn + "to_k", attn + "to_v");
        layers.same(original + "proj", block + "proj_out");
    }
}
