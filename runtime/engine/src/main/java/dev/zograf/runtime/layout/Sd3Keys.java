package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The names of the transformer of Stable Diffusion 3 (Esser et al. 2024) in the original code and in diffusers' {@code SD3Transformer2DModel}.
 * Beside the names, the original joins queries, keys and values, and in norms that only scale and shift it has the shift first.
 */
final class Sd3Keys {

    /** What only the original's names end with. */
    static final String SIGN = "joint_blocks.0.x_block.attn.qkv.weight";

    private static final String POSITIONS = "pos_embed";
    private static final String BLOCKS = "joint_blocks.";
    private static final String QKV = ".qkv.";

    private final KeyMap map = new KeyMap();
    private final String lastNorm;

    private Sd3Keys(int layers) {
        lastNorm = BLOCKS + (layers - 1) + ".context_block.adaLN_modulation.";
        map.add("x_embedder.proj", "pos_embed.proj");
        map.add("t_embedder.mlp.0", "time_text_embed.timestep_embedder.linear_1");
        map.add("t_embedder.mlp.2", "time_text_embed.timestep_embedder.linear_2");
        map.add("y_embedder.mlp.0", "time_text_embed.text_embedder.linear_1");
        map.add("y_embedder.mlp.2", "time_text_embed.text_embedder.linear_2");
        map.add("context_embedder", "context_embedder");
        map.add("final_layer.adaLN_modulation.1", "norm_out.linear");
        map.add("final_layer.linear", "proj_out");
        for (int i = 0; i < layers; i++) {
            String block = "transformer_blocks." + i;
            String image = BLOCKS + i + ".x_block";
            String text = BLOCKS + i + ".context_block";
            attention(image + ".attn", block + ".attn", "to_q", "to_out.0", "norm_q", "norm_k");
            attention(text + ".attn", block + ".attn", "add_q_proj", "to_add_out", "norm_added_q", "norm_added_k");
            attention(image + ".attn2", block + ".attn2", "to_q", "to_out.0", "norm_q", "norm_k");
            rest(image, block, "");
            rest(text, block, "_context");
        }
    }

    /** @param query the queries' layer, which stands for those of keys and values, too */
    private void attention(
            String original, String diffusers, String query, String out, String normQuery, String normKey) {
        map.add(original + ".qkv", diffusers + "." + query);
        map.add(original + ".proj", diffusers + "." + out);
        map.add(original + ".ln_q", diffusers + "." + normQuery);
        map.add(original + ".ln_k", diffusers + "." + normKey);
    }

    private void rest(String original, String block, String end) {
        map.add(original + ".adaLN_modulation.1", block + ".norm1" + end + ".linear");
        map.add(original + ".mlp.fc1", block + ".ff" + end + ".net.0.proj");
        map.add(original + ".mlp.fc2", block + ".ff" + end + ".net.2");
    }

    /**
     * A transformer of a file in diffusers' names.
     *
     * @param prefix what stands before its names
     * @param used gets the names that are accounted for
     */
    static RenamedWeights toDiffusers(WeightSource file, String prefix, String part, TreeSet<String> used) {
        RenamedWeights out = new RenamedWeights(file, part);
        Sd3Keys keys = new Sd3Keys(UnetStructure.count(file.names(), prefix + BLOCKS));
        for (String full : file.names().subSet(prefix, true, prefix + Character.MAX_VALUE, false)) {
            String name = full.substring(prefix.length());
            Weight weight = file.find(full).orElseThrow();
            Optional<String> renamed = keys.map.toDiffusers(name);
            if (name.equals(POSITIONS)) {
                out.add(POSITIONS + "." + POSITIONS, weight);
            } else if (renamed.isEmpty()) {
                continue;
            } else if (name.contains(QKV)) {
                for (int i = 0; i < 3; i++) {
                    out.add(third(renamed.get(), i), parted(weight, i, 3));
                }
            } else {
                out.add(renamed.get(), keys.shiftsFirst(name) ? swapped(weight) : weight);
            }
            used.add(full);
        }
        return out;
    }

    /** The name of the queries' layer as that of the queries, keys or values. */
    private static String third(String query, int index) {
        char letter = "qkv".charAt(index);
        return query.replace(".to_q.", ".to_" + letter + ".").replace(".add_q_proj.", ".add_" + letter + "_proj.");
    }

    /** Whether a layer makes one shift and one scale, which diffusers has the other way round. */
    private boolean shiftsFirst(String original) {
        return original.startsWith("final_layer.adaLN_modulation.") || original.startsWith(lastNorm);
    }

    private static Weight swapped(Weight weight) {
        return isParted(weight, 2)
                ? WeightViews.joined(List.of(WeightViews.part(weight, 1, 2), WeightViews.part(weight, 0, 2)))
                : weight;
    }

    /** What has no such parts stays whole: the network will say that its shape is wrong. */
    private static Weight parted(Weight weight, int index, int parts) {
        return isParted(weight, parts) ? WeightViews.part(weight, index, parts) : weight;
    }

    private static boolean isParted(Weight weight, int parts) {
        return weight.shape().length > 0 && weight.shape()[0] % parts == 0;
    }

    /**
     * A transformer in the original's names.
     *
     * @throws dev.zograf.api.BadFileException if a tensor has no name in the original layout
     */
    static List<Weight> toOriginal(WeightSource transformer, String prefix) {
        NavigableSet<String> names = transformer.names();
        Sd3Keys keys = new Sd3Keys(UnetStructure.count(names, "transformer_blocks."));
        List<Weight> out = new ArrayList<>();
        for (String name : names) {
            Weight weight = transformer.find(name).orElseThrow();
            if (name.equals(POSITIONS + "." + POSITIONS)) {
                out.add(WeightViews.named(weight, prefix + POSITIONS));
            } else if (!name.matches(".*\\.(to_[kv]|add_[kv]_proj)\\..*")) {
                String original =
                        keys.map.toOriginal(name).orElseThrow(() -> OriginalNames.nameless(transformer, name));
                Weight whole = original.contains(QKV)
                        ? joined(transformer, name)
                        : keys.shiftsFirst(original) ? swapped(weight) : weight;
                out.add(WeightViews.named(whole, prefix + original));
            }
        }
        return out;
    }

    private static Weight joined(WeightSource transformer, String query) {
        List<Weight> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = third(query, i);
            three.add(transformer.find(name).orElseThrow(() -> OriginalNames.nameless(transformer, query)));
        }
        return WeightViews.joined(three);
    }
}
