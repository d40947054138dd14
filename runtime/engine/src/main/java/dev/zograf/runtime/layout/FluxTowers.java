package dev.zograf.runtime.layout;

import dev.zograf.tensor.WeightSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The two text encoders that may lie beside the transformer of FLUX.1, in transformers' names behind {@code text_encoders.clip_l.} and {@code
 * text_encoders.t5xxl.}.
 */
final class FluxTowers {

    private static final String CLIP = "text_encoders.clip_l.transformer.";
    private static final String T5 = "text_encoders.t5xxl.transformer.";
    private static final String PROJECTION = "text_projection.weight";

    private FluxTowers() {}

    /** What stands before the original names of a text encoder. */
    static String prefix(String part) {
        return part.equals("text_encoder") ? CLIP : T5;
    }

    /**
     * Those of a file, in transformers' names.
     *
     * @param used gets the names that are accounted for
     */
    static Map<String, WeightSource> of(WeightSource file, List<TextTower> towers, TreeSet<String> used) {
        Map<String, WeightSource> out = new LinkedHashMap<>();
        for (TextTower tower : towers) {
            if (tower.prefix().equals(CLIP)) {
                out.put("text_encoder", unprojected(tower.rename(file, "text_encoder", false, used)));
            }
        }
        NavigableSet<String> names = file.names().subSet(T5, true, T5 + Character.MAX_VALUE, false);
        if (names.contains(T5 + T5Fields.SIGN)) {
            RenamedWeights weights = new RenamedWeights(file, "text_encoder_2");
            for (String name : names) {
                weights.add(name.substring(T5.length()), file.find(name).orElseThrow());
                used.add(name);
            }
            out.put("text_encoder_2", weights);
        }
        return out;
    }

    /** FLUX.1 is told CLIP's pooled text as it is; some files have the projection all the same. */
    private static WeightSource unprojected(RenamedWeights tower) {
        RenamedWeights out = new RenamedWeights(tower, "unprojected");
        for (String name : tower.names()) {
            if (!name.equals(PROJECTION)) {
                out.add(name, tower.find(name).orElseThrow());
            }
        }
        return out;
    }
}
