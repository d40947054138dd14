package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private final Weights network;
    private final Map<String, List<LoraPlace>> places = new LinkedHashMap<>();

    private Sd3Modules(Weights network) {
        this.network = network;
    }

    /** Original names with the layers of a network that has them; none of another one. */
    static Map<String, List<LoraPlace>> of(Weights network) {
        Sd3Modules out = new Sd3Modules(network);
        if (network.has("pos_embed.proj") && network.has("transformer_blocks.0.norm1_context")) {
            OTHERS.forEach(out::same);
            out.swapped("final_layer.adaLN_modulation.1", "norm_out.linear");
            int blocks = network.all("transformer_blocks").size();
            for (int i = 0; i < blocks; i++) {
                out.block("joint_blocks." + i, "transformer_blocks." + i + ".", i == blocks - 1);
            }
        }
        return out.places;
    }

    private void block(String original, String block, boolean last) {
        String image = original + ".x_block.";
        String text = original + ".context_block.";
        joined(image + "attn.qkv", block + "attn.to_q", block + "attn.to_k", block + "attn.to_v");
        joined(image + "attn2.qkv", block + "attn2.to_q", block + "attn2.to_k", block + "attn2.to_v");
        joined(text + "attn.qkv", block + "attn.add_q_proj", block + "attn.add_k_proj", block + "attn.add_v_proj");
        same(image + "attn.proj", block + "attn.to_out.0");
        same(image + "attn2.proj", block + "attn2.to_out.0");
        same(text + "attn.proj", block + "attn.to_add_out");
        same(image + "mlp.fc1", block + "ff.net.0.proj");
        same(image + "mlp.fc2", block + "ff.net.2");
        same(text + "mlp.fc1", block + "ff_context.net.0.proj");
        same(text + "mlp.fc2", block + "ff_context.net.2");
        same(image + "adaLN_modulation.1", block + "norm1.linear");
        if (last) {
            swapped(text + "adaLN_modulation.1", block + "norm1_context.linear");
        } else {
            same(text + "adaLN_modulation.1", block + "norm1_context.linear");
        }
    }

    private Optional<Long> rows(String layer) {
        return network.find(layer + ".weight").map(Weight::shape).map(shape -> shape[0]);
    }

    private void same(String original, String layer) {
        rows(layer).ifPresent(rows -> places.put(original, List.of(LoraPlace.whole(layer))));
    }

    private void swapped(String original, String layer) {
        rows(layer).ifPresent(rows -> {
            List<LoraPlace.Rows> order = List.of(new LoraPlace.Rows(rows / 2, rows), new LoraPlace.Rows(0, rows / 2));
            places.put(original, List.of(new LoraPlace(layer, order, rows)));
        });
    }

    private void joined(String original, String... layers) {
        long total = 0;
        for (String layer : layers) {
            total += rows(layer).orElse(0L);
        }
        List<LoraPlace> parts = new ArrayList<>();
        long from = 0;
        for (String layer : layers) {
            long to = from + rows(layer).orElse(0L);
            if (to > from) {
                parts.add(new LoraPlace(layer, List.of(new LoraPlace.Rows(from, to)), total));
            }
            from = to;
        }
        if (!parts.isEmpty()) {
            places.put(original, List.copyOf(parts));
        }
    }
}
