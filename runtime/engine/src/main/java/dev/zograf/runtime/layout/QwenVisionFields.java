package dev.zograf.runtime.layout;

import dev.zograf.tensor.WeightSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The configuration of the image tower of a Qwen2.5-VL from its tensors in transformers' names. What shapes cannot say is that of the published
 * ones, which have all 16 heads, windows of 112 pixels, and one layer of 8 without windows.
 */
final class QwenVisionFields {

    private static final String BLOCKS = "visual.blocks.";
    private static final String PATCHES = "visual.patch_embed.proj.weight";
    private static final int HEADS = 16;
    private static final int WHOLE = 8;

    private QwenVisionFields() {}

    /** The fields of {@code vision_config}, if there is a tower. */
    static Optional<Map<String, Object>> of(WeightSource file) {
        if (file.find(PATCHES).isEmpty()) {
            return Optional.empty();
        }
        int layers = UnetStructure.count(file.names(), BLOCKS);
        List<Integer> whole = IntStream.range(0, layers)
                .filter(i -> i % WHOLE == WHOLE - 1)
                .boxed()
                .toList();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("depth", layers);
        out.put("fullatt_block_indexes", whole);
        out.put("hidden_act", "silu");
        out.put("hidden_size", Shapes.dim(file, PATCHES, 0));
        out.put("in_channels", Shapes.dim(file, PATCHES, 1));
        out.put("intermediate_size", Shapes.dim(file, BLOCKS + "0.mlp.gate_proj.weight", 0));
        out.put("model_type", "qwen2_5_vl");
        out.put("num_heads", HEADS);
        out.put("out_hidden_size", Shapes.dim(file, "visual.merger.mlp.2.weight", 0));
        out.put("patch_size", Shapes.dim(file, PATCHES, 3));
        out.put("spatial_merge_size", 2);
        out.put("temporal_patch_size", Shapes.dim(file, PATCHES, 2));
        out.put("window_size", 112);
        return Optional.of(out);
    }
}
