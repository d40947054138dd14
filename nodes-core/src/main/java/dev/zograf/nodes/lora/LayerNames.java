package dev.zograf.nodes.lora;

import dev.zograf.models.OriginalBlocks;
import dev.zograf.tensor.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * All layers of a network by the names under which LoRA files know them. Dots and underscores are one: kohya's names have no dots at all.
 */
final class LayerNames {

    private static final String WEIGHT = ".weight";
    private static final String TEXT = "text_model_";
    private static final Map<String, String> TEXT_ATTENTION =
            Map.of("_to_q", "_q_proj", "_to_k", "_k_proj", "_to_v", "_v_proj", "_to_out", "_out_proj");

    private final Map<String, List<LoraPlace>> layers = new HashMap<>();

    private LayerNames() {}

    /** The layers of a text network: everything that has a weight. */
    static LayerNames ofText(Weights network) {
        LayerNames out = new LayerNames();
        for (String layer : layers(network.names())) {
            String flat = flat(layer);
            out.put(flat, layer);
            out.put(flat.startsWith(TEXT) ? flat.substring(TEXT.length()) : TEXT + flat, layer);
        }
        return out;
    }

    /** The layers of a U-Net: everything that has a weight, by diffusers' names and the original ones. */
    static LayerNames ofUnet(Weights network, OriginalBlocks blocks) {
        LayerNames out = new LayerNames();
        for (String layer : layers(network.names())) {
            blocks.original(layer).ifPresent(name -> out.put(flat(name), layer));
            out.put(flat(layer), layer);
        }
        return out;
    }

    /** The layers of a transformer: everything that has a weight, by diffusers' names and, of a family that is known, the original ones. */
    static LayerNames ofTransformer(Weights network) {
        LayerNames out = new LayerNames();
        Sd3Modules.of(network).forEach((name, places) -> out.layers.put(flat(name), places));
        FluxModules.of(network).forEach((name, places) -> out.layers.put(flat(name), places));
        for (String layer : layers(network.names())) {
            out.put(flat(layer), layer);
        }
        return out;
    }

    private void put(String name, String layer) {
        layers.put(name, List.of(LoraPlace.whole(layer)));
    }

    private static List<String> layers(NavigableSet<String> names) {
        return names.stream()
                .filter(name -> name.endsWith(WEIGHT))
                .map(name -> name.substring(0, name.length() - WEIGHT.length()))
                .toList();
    }

    private static String flat(String name) {
        return name.replace('.', '_');
    }

    /** The layer that a file calls by this name, or those whose rows it joins; empty if there is none. */
    List<LoraPlace> find(String module) {
        String name = flat(module).replace("_processor_", "_");
        List<LoraPlace> known = layers.get(name);
        if (known == null && name.endsWith("_to_out")) {
            known = layers.get(name + "_0");
        }
        for (Map.Entry<String, String> each : TEXT_ATTENTION.entrySet()) {
            if (known == null && name.endsWith(each.getKey())) {
                known = layers.get(
                        name.substring(0, name.length() - each.getKey().length()) + each.getValue());
            }
        }
        return known == null ? List.of() : known;
    }
}
