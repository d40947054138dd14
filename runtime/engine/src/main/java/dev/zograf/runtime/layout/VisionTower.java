package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The image tower of CLIP that models which take pictures bring with them (Stable unCLIP), in OpenCLIP's or in transformers' names, and
 * its names in the other.
 */
final class VisionTower {

    /** What stands before its names in an original file. */
    static final String PREFIX = "embedder.model.visual.";

    private static final String ALONE = "visual.";
    private static final String MODEL = "vision_model.";
    private static final String PROJECTION = "visual_projection.weight";
    private static final String PLACES = MODEL + "embeddings.position_embedding.weight";
    private static final String CLASS = MODEL + "embeddings.class_embedding";

    private VisionTower() {}

    /** Whether a file has one. */
    static boolean isIn(NavigableSet<String> names) {
        String next = names.ceiling(PREFIX);
        return next != null && next.startsWith(PREFIX);
    }

    /**
     * Its tensors in transformers' names.
     *
     * @param used gets the names that are accounted for
     */
    static RenamedWeights of(WeightSource file, String part, TreeSet<String> used) {
        RenamedWeights out = new RenamedWeights(file, part);
        NavigableSet<String> names = file.names().subSet(PREFIX, true, PREFIX + Character.MAX_VALUE, false);
        KeyMap map = OpenClipKeys.ofPictures(UnetStructure.count(names, PREFIX + "transformer.resblocks."));
        for (String name : names) {
            String inside = name.substring(PREFIX.length());
            Weight weight = file.find(name).orElseThrow();
            Optional<String> renamed = map.toDiffusers(inside);
            if (inside.startsWith(MODEL) || inside.equals(PROJECTION)) {
                out.add(inside, weight);
            } else if (inside.equals("class_embedding")) {
                out.add(CLASS, weight);
            } else if (inside.equals("positional_embedding")) {
                out.add(PLACES, weight);
            } else if (inside.equals("proj") && weight.shape().length == 2) {
                out.add(PROJECTION, WeightViews.transposed(weight));
            } else if (renamed.isPresent()) {
                OpenClipKeys.add(renamed.get(), weight, out);
            } else {
                continue;
            }
            used.add(name);
        }
        return out;
    }

    /**
     * Its tensors in OpenCLIP's names.
     *
     * @param tower in transformers' names
     * @param alone whether nothing else is in the file
     * @throws dev.zograf.api.BadFileException if a tensor has no name there
     */
    static List<Weight> original(WeightSource tower, boolean alone) {
        String prefix = alone ? ALONE : PREFIX;
        KeyMap map = OpenClipKeys.ofPictures(UnetStructure.count(tower.names(), MODEL + "encoder.layers."));
        List<Weight> out = new ArrayList<>();
        for (String name : tower.names()) {
            Weight weight = tower.find(name).orElseThrow();
            if (name.equals(CLASS)) {
                out.add(WeightViews.named(weight, prefix + "class_embedding"));
            } else if (name.equals(PLACES)) {
                out.add(WeightViews.named(weight, prefix + "positional_embedding"));
            } else if (name.equals(PROJECTION)) {
                out.add(WeightViews.named(WeightViews.transposed(weight), prefix + "proj"));
            } else if (name.contains(".self_attn.q_proj.")) {
                out.add(joined(tower, name, map, prefix));
            } else if (!name.matches(".*\\.self_attn\\.[kv]_proj\\..*") && !name.endsWith("position_ids")) {
                String to = map.toOriginal(name).orElseThrow(() -> OriginalNames.nameless(tower, name));
                out.add(WeightViews.named(weight, prefix + to));
            }
        }
        return out;
    }

    /** Queries, keys and values one behind the other. */
    private static Weight joined(WeightSource tower, String name, KeyMap map, String prefix) {
        List<Weight> three = new ArrayList<>();
        for (char each : "qkv".toCharArray()) {
            String other = name.replace(".q_proj.", String.format(Locale.ROOT, ".%s_proj.", each));
            three.add(tower.find(other).orElseThrow(() -> OriginalNames.nameless(tower, name)));
        }
        String layer = map.toOriginal(name).orElseThrow(() -> OriginalNames.nameless(tower, name));
        String kind = name.substring(name.lastIndexOf('.') + 1);
        String to = layer.substring(0, layer.indexOf(".self_attn.")) + ".attn.in_proj_" + kind;
        return WeightViews.named(WeightViews.joined(three), prefix + to);
    }
}
