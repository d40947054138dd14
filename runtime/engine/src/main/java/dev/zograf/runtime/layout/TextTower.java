package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A CLIP text tower somewhere in a file, in transformers' or in OpenCLIP's names.
 *
 * @param prefix what stands before its names
 * @param openClip whether the names are OpenCLIP's
 */
record TextTower(String prefix, boolean openClip) {

    private static final String EMBEDDING = "embeddings.token_embedding.weight";
    private static final String PLACES = "positional_embedding";
    private static final String PROJECTION = "text_projection";

    /** All towers of a file, by name. */
    static List<TextTower> all(NavigableSet<String> names) {
        List<TextTower> out = new ArrayList<>();
        for (String name : names) {
            if (name.endsWith(EMBEDDING)) {
                String prefix = name.substring(0, name.length() - EMBEDDING.length());
                out.add(new TextTower(prefix.replaceFirst("(^|\\.)text_model\\.$", "$1"), false));
            } else if (name.endsWith(PLACES)) {
                String prefix = name.substring(0, name.length() - PLACES.length());
                if (UnetStructure.has(names, prefix + "token_embedding")
                        && UnetStructure.has(names, prefix + "transformer.resblocks")) {
                    out.add(new TextTower(prefix, true));
                }
            }
        }
        return out;
    }

    /** Whether it has the matrix from the width of the tower to that of CLIP's common space. */
    boolean projects(WeightSource file) {
        return projection(file).isPresent();
    }

    private Optional<Weight> projection(WeightSource file) {
        return file.find(prefix + PROJECTION).or(() -> file.find(prefix + PROJECTION + ".weight"));
    }

    /**
     * Its tensors in transformers' names.
     *
     * @param cut whether to leave out its last layer and its projection, as Stable Diffusion 2 does, if they are there
     * @param used gets the names that are accounted for
     */
    RenamedWeights rename(WeightSource file, String part, boolean cut, TreeSet<String> used) {
        RenamedWeights out = new RenamedWeights(file, part);
        NavigableSet<String> names = file.names().subSet(prefix, true, prefix + Character.MAX_VALUE, false);
        if (openClip) {
            openClip(file, names, cut, out, used);
        } else {
            for (String name : names) {
                String inside = name.substring(prefix.length());
                String plain = inside.startsWith("text_model.") ? inside.substring("text_model.".length()) : inside;
                if (plain.startsWith("vision_model.") || plain.startsWith("visual_projection.")) {
                    continue;
                }
                used.add(name);
                if (!plain.endsWith("position_ids") && !plain.equals("logit_scale")) {
                    boolean top = plain.startsWith(PROJECTION);
                    out.add(top ? plain : "text_model." + plain, file.find(name).orElseThrow());
                }
            }
        }
        return out;
    }

    private void openClip(
            WeightSource file, NavigableSet<String> names, boolean cut, RenamedWeights out, TreeSet<String> used) {
        int layers = UnetStructure.count(names, prefix + "transformer.resblocks.");
        // Who wrote the file from a folder of diffusers had no last layer to write, and no projection either.
        int kept = cut && projects(file) ? layers - 1 : layers;
        KeyMap map = OpenClipKeys.of(layers);
        for (String name : names) {
            String inside = name.substring(prefix.length());
            Weight weight = file.find(name).orElseThrow();
            Optional<String> renamed = map.toDiffusers(inside);
            if (inside.equals(PLACES)) {
                out.add("text_model.embeddings.position_embedding.weight", weight);
            } else if (inside.equals(PROJECTION) || inside.equals(PROJECTION + ".weight")) {
                boolean matrix = inside.equals(PROJECTION) && weight.shape().length == 2;
                if (!cut) {
                    out.add(PROJECTION + ".weight", matrix ? WeightViews.transposed(weight) : weight);
                }
            } else if (renamed.isPresent()) {
                if (layer(inside) < kept) {
                    OpenClipKeys.add(renamed.get(), weight, out);
                }
            } else if (!inside.equals("logit_scale") && !inside.equals("attn_mask")) {
                continue;
            }
            used.add(name);
        }
    }

    private static int layer(String inside) {
        String[] words = inside.split("\\.", 4);
        return words[0].equals("transformer") ? Integer.parseInt(words[2]) : -1;
    }
}
