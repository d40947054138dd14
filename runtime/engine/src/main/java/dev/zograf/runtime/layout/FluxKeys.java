package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The names of the transformer of FLUX.1 in the original code and in diffusers' {@code FluxTransformer2DModel}. Beside the names, the original
 * joins layers that look at the same tokens, and at the end it has the shift before the scale.
 */
final class FluxKeys {

    private static final String SIGN = "single_blocks.0.linear1.weight";

    /** What FLUX.1 has beside that and its kin have not, each of them other things: FLUX.2, Chroma, HunyuanVideo. */
    private static final List<String> OWN = List.of(
            "img_in.weight",
            "vector_in.in_layer.weight",
            "double_blocks.0.img_mod.lin.weight",
            "double_blocks.0.img_attn.qkv.weight",
            "final_layer.linear.weight");

    private static final String QKV = ".qkv.";
    private static final String JOINED = ".linear1.";
    private static final String SCALE = ".scale";
    private static final String WEIGHT = ".weight";
    private static final String LAST_NORM = "final_layer.adaLN_modulation.1.";

    private final KeyMap map = new KeyMap();

    private FluxKeys(int layers, int singleLayers) {
        map.add("img_in", "x_embedder");
        map.add("txt_in", "context_embedder");
        perceptron("time_in", "timestep_embedder");
        perceptron("vector_in", "text_embedder");
        perceptron("guidance_in", "guidance_embedder");
        for (int i = 0; i < layers; i++) {
            String from = "double_blocks." + i;
            String to = "transformer_blocks." + i;
            stream(from + ".img_", to, "", "to_q", "to_out.0", "norm_");
            stream(from + ".txt_", to, "_context", "add_q_proj", "to_add_out", "norm_added_");
        }
        for (int i = 0; i < singleLayers; i++) {
            String from = "single_blocks." + i;
            String to = "single_transformer_blocks." + i;
            map.add(from + ".linear1", to + ".attn.to_q");
            map.add(from + ".linear2", to + ".proj_out");
            map.add(from + ".modulation.lin", to + ".norm.linear");
            map.add(from + ".norm.query_norm", to + ".attn.norm_q");
            map.add(from + ".norm.key_norm", to + ".attn.norm_k");
        }
        map.add("final_layer.adaLN_modulation.1", "norm_out.linear");
        map.add("final_layer.linear", "proj_out");
    }

    private void perceptron(String original, String diffusers) {
        map.add(original + ".in_layer", "time_text_embed." + diffusers + ".linear_1");
        map.add(original + ".out_layer", "time_text_embed." + diffusers + ".linear_2");
    }

    /** @param query the queries' layer, which stands for those of keys and values, too */
    private void stream(String from, String to, String end, String query, String out, String norm) {
        map.add(from + "mod.lin", to + ".norm1" + end + ".linear");
        map.add(from + "attn.qkv", to + ".attn." + query);
        map.add(from + "attn.proj", to + ".attn." + out);
        map.add(from + "attn.norm.query_norm", to + ".attn." + norm + "q");
        map.add(from + "attn.norm.key_norm", to + ".attn." + norm + "k");
        map.add(from + "mlp.0", to + ".ff" + end + ".net.0.proj");
        map.add(from + "mlp.2", to + ".ff" + end + ".net.2");
    }

    /** What stands before the original names of such a transformer, if there is one. */
    static Optional<String> prefix(NavigableSet<String> names) {
        return names.stream()
                .filter(name -> name.endsWith(SIGN))
                .map(name -> name.substring(0, name.length() - SIGN.length()))
                .filter(prefix -> OWN.stream().allMatch(name -> names.contains(prefix + name)))
                .findFirst();
    }

    /**
     * A transformer of a file in diffusers' names.
     *
     * @param prefix what stands before its names
     * @param used gets the names that are accounted for
     */
    static RenamedWeights toDiffusers(WeightSource file, String prefix, String part, TreeSet<String> used) {
        NavigableSet<String> names = file.names();
        FluxKeys keys = new FluxKeys(
                UnetStructure.count(names, prefix + "double_blocks."),
                UnetStructure.count(names, prefix + "single_blocks."));
        long width = first(file.find(prefix + "img_in.weight").orElseThrow());
        RenamedWeights out = new RenamedWeights(file, part);
        for (String full : names.subSet(prefix, true, prefix + Character.MAX_VALUE, false)) {
            String name = full.substring(prefix.length());
            Optional<String> renamed = keys.map.toDiffusers(name);
            if (renamed.isPresent()) {
                add(name, renamed.get(), file.find(full).orElseThrow(), width, out);
                used.add(full);
            }
        }
        return out;
    }

    private static void add(String original, String name, Weight weight, long width, RenamedWeights out) {
        boolean single = original.contains(JOINED);
        if (original.contains(QKV) || single) {
            List<String> parts = parts(name, single);
            long rows = first(weight);
            // What has no such parts stays whole: the network will say that its shape is wrong.
            if (single ? rows <= 3 * width : rows != 3 * width) {
                out.add(name, weight);
                return;
            }
            for (int i = 0; i < parts.size(); i++) {
                out.add(parts.get(i), weight.rows(i * width, i < 3 ? (i + 1) * width : rows));
            }
        } else if (original.startsWith(LAST_NORM)) {
            out.add(name, swapped(weight));
        } else {
            out.add(name.endsWith(SCALE) ? name.substring(0, name.length() - SCALE.length()) + WEIGHT : name, weight);
        }
    }

    /** The layers that the original joins with that of the queries, itself the first. */
    private static List<String> parts(String query, boolean single) {
        List<String> out = new ArrayList<>();
        for (char each : "qkv".toCharArray()) {
            out.add(query.replace(".to_q.", ".to_" + each + ".").replace(".add_q_proj.", ".add_" + each + "_proj."));
        }
        if (single) {
            out.add(query.replace(".attn.to_q.", ".proj_mlp."));
        }
        return out;
    }

    private static Weight swapped(Weight weight) {
        return first(weight) % 2 == 0
                ? WeightViews.joined(List.of(WeightViews.part(weight, 1, 2), WeightViews.part(weight, 0, 2)))
                : weight;
    }

    private static long first(Weight weight) {
        return weight.shape().length > 0 ? weight.shape()[0] : 1;
    }

    /**
     * A transformer in the original's names.
     *
     * @throws dev.zograf.api.BadFileException if a tensor has no name in the original layout
     */
    static List<Weight> toOriginal(WeightSource transformer, String prefix) {
        NavigableSet<String> names = transformer.names();
        FluxKeys keys = new FluxKeys(
                UnetStructure.count(names, "transformer_blocks."),
                UnetStructure.count(names, "single_transformer_blocks."));
        List<Weight> out = new ArrayList<>();
        for (String name : names) {
            if (name.matches(".*\\.(to_[kv]|add_[kv]_proj|proj_mlp)\\.[a-z]+")) {
                continue;
            }
            Weight weight = transformer.find(name).orElseThrow();
            String original = keys.map.toOriginal(name).orElseThrow(() -> OriginalNames.nameless(transformer, name));
            boolean single = original.contains(JOINED);
            if (original.contains(QKV) || single) {
                weight = WeightViews.joined(parts(name, single).stream()
                        .map(part ->
                                transformer.find(part).orElseThrow(() -> OriginalNames.nameless(transformer, name)))
                        .toList());
            } else if (original.startsWith(LAST_NORM)) {
                weight = swapped(weight);
            } else if (original.matches(".*\\.(query|key)_norm\\.weight")) {
                original = original.substring(0, original.length() - WEIGHT.length()) + SCALE;
            }
            out.add(WeightViews.named(weight, prefix + original));
        }
        return out;
    }
}
