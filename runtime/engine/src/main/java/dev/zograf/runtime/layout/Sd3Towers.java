package dev.zograf.runtime.layout;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The three text encoders that may lie beside the transformer of Stable Diffusion 3, in transformers' names behind {@code text_encoders.clip_l.},
 * {@code text_encoders.clip_g.} and {@code text_encoders.t5xxl.}.
 */
final class Sd3Towers {

    private static final String PLACE = "text_encoders.";
    private static final String REST = ".transformer.";

    /** By what they are called in the original files. */
    private static final Map<String, String> PARTS =
            Map.of("clip_l", "text_encoder", "clip_g", "text_encoder_2", "t5xxl", "text_encoder_3");

    private static final String PROJECTION = "text_projection.weight";

    private Sd3Towers() {}

    /** What stands before the original names of a text encoder. */
    static String prefix(String part) {
        for (Map.Entry<String, String> each : PARTS.entrySet()) {
            if (each.getValue().equals(part)) {
                return PLACE + each.getKey() + REST;
            }
        }
        throw new IllegalArgumentException("Stable Diffusion 3 has no " + part + ".");
    }

    /**
     * Those of a file, in transformers' names.
     *
     * @param used gets the names that are accounted for
     */
    static Map<String, WeightSource> of(WeightSource file, List<TextTower> towers, TreeSet<String> used) {
        Map<String, WeightSource> out = new LinkedHashMap<>();
        for (TextTower tower : towers) {
            PARTS.forEach((name, part) -> {
                if (tower.prefix().equals(PLACE + name + REST)) {
                    RenamedWeights weights = tower.rename(file, part, false, used);
                    if (part.equals("text_encoder") && weights.find(PROJECTION).isEmpty()) {
                        weights.add(PROJECTION, identity(weights));
                    }
                    out.put(part, weights);
                }
            });
        }
        String t5 = prefix("text_encoder_3");
        NavigableSet<String> names = file.names().subSet(t5, true, t5 + Character.MAX_VALUE, false);
        if (names.contains(t5 + T5Fields.SIGN)) {
            RenamedWeights weights = new RenamedWeights(file, "text_encoder_3");
            for (String name : names) {
                weights.add(name.substring(t5.length()), file.find(name).orElseThrow());
                used.add(name);
            }
            out.put("text_encoder_3", weights);
        }
        return out;
    }

    /** The published files have no projection of the first encoder, whose pooled text is told as it is. */
    private static Weight identity(WeightSource tower) {
        int width = Shapes.dim(tower, "text_model.final_layer_norm.weight", 0);
        return Weight.of(PROJECTION, DType.F32, new long[] {width, width}, new WeightStorage.InMemory(() -> {
            ByteBuffer to =
                    ByteBuffer.allocateDirect(width * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < width; i++) {
                to.putFloat((i * width + i) * Float.BYTES, 1);
            }
            return to;
        }));
    }
}
