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
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a model that takes pictures in CLIP's space (Stable unCLIP) has beside its networks: the configuration of the image tower, how
 * pictures are made ready for it, and the noise on embeddings with their statistics.
 */
final class PictureFields {

    private static final String MEAN = "noise_augmentor.data_mean";
    private static final String DEVIATION = "noise_augmentor.data_std";
    private static final String PATCHES = "vision_model.embeddings.patch_embedding.weight";
    private static final String PLACES = "vision_model.embeddings.position_embedding.weight";

    /** The width of the one kind that was trained on embeddings as they are. */
    private static final int WITHOUT_STATISTICS = 1024;

    private PictureFields() {}

    /**
     * The fields of the image tower's {@code config.json}. Heads and activation are those of the published tower of the width.
     *
     * @throws dev.zograf.api.BadFileException if the sizes are not those of a published tower
     */
    static Map<String, Object> tower(WeightSource tower) {
        int width = Shapes.dim(tower, PATCHES, 0);
        int patch = Shapes.dim(tower, PATCHES, 2);
        int places = Shapes.dim(tower, PLACES, 0) - 1;
        int side = (int) Math.round(Math.sqrt(places));
        if (!List.of(768, 1024, 1280, 1408, 1664).contains(width) || side * side != places) {
            throw Shapes.untold(tower, "How many attention heads the image encoder has");
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("architectures", List.of("CLIPVisionModelWithProjection"));
        out.put("hidden_act", width <= 1024 ? "quick_gelu" : "gelu");
        out.put("hidden_size", width);
        out.put("image_size", side * patch);
        out.put("intermediate_size", Shapes.dim(tower, "vision_model.encoder.layers.0.mlp.fc1.weight", 0));
        out.put("layer_norm_eps", 1e-5);
        out.put("model_type", "clip_vision_model");
        out.put("num_attention_heads", width == 768 ? 12 : 16);
        out.put("num_channels", Shapes.dim(tower, PATCHES, 1));
        out.put("num_hidden_layers", UnetStructure.count(tower.names(), "vision_model.encoder.layers."));
        out.put("patch_size", patch);
        out.put("projection_dim", Shapes.dim(tower, "visual_projection.weight", 0));
        return out;
    }

    /** The fields of {@code preprocessor_config.json}, as CLIP was published. */
    static Map<String, Object> preprocessor(WeightSource tower) {
        Object side = tower(tower).get("image_size");
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("crop_size", Map.of("height", side, "width", side));
        out.put("do_center_crop", true);
        out.put("do_convert_rgb", true);
        out.put("do_normalize", true);
        out.put("do_rescale", true);
        out.put("do_resize", true);
        out.put("image_mean", List.of(0.48145466, 0.4578275, 0.40821073));
        out.put("image_processor_type", "CLIPImageProcessor");
        out.put("image_std", List.of(0.26862954, 0.26130258, 0.27577711));
        out.put("resample", 3);
        out.put("rescale_factor", 1 / 255.0);
        out.put("size", Map.of("shortest_edge", side));
        return out;
    }

    /** The fields of the configuration of the schedule by which embeddings get noise. */
    static Map<String, Object> noise() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "DDPMScheduler");
        out.put("beta_schedule", "squaredcos_cap_v2");
        out.put("num_train_timesteps", 1000);
        return out;
    }

    /** The fields of the configuration of the statistics. */
    static Map<String, Object> normalizer(WeightSource statistics) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("_class_name", "StableUnCLIPImageNormalizer");
        out.put("embedding_dim", Shapes.dim(statistics, "mean", 1));
        return out;
    }

    /**
     * Mean and deviation of embeddings as far as they are known: those of the file; else, of the model that was trained on embeddings as
     * they are, 0 and 1; else nothing, since the other one has them in a file of its own.
     *
     * @param width of the embeddings
     * @param used gets the names that are accounted for
     */
    static Optional<WeightSource> statistics(WeightSource file, String part, int width, TreeSet<String> used) {
        RenamedWeights out = new RenamedWeights(file, part);
        if (file.find(MEAN).isPresent() && file.find(DEVIATION).isPresent()) {
            out.add("mean", file.find(MEAN).get());
            out.add("std", file.find(DEVIATION).get());
            used.addAll(List.of(MEAN, DEVIATION));
            return Optional.of(out);
        }
        if (width != WITHOUT_STATISTICS) {
            return Optional.empty();
        }
        out.add("mean", row("mean", width, 0));
        out.add("std", row("std", width, 1));
        return Optional.of(out);
    }

    /** The statistics under their names in an original file. */
    static List<Weight> original(WeightSource statistics) {
        return List.of(
                WeightViews.named(named(statistics, "mean"), MEAN),
                WeightViews.named(named(statistics, "std"), DEVIATION));
    }

    private static Weight named(WeightSource statistics, String name) {
        return statistics.find(name).orElseThrow(() -> OriginalNames.nameless(statistics, name));
    }

    private static Weight row(String name, int width, float value) {
        return Weight.of(name, DType.F32, new long[] {1, width}, new WeightStorage.InMemory(() -> {
            ByteBuffer to = ByteBuffer.allocateDirect(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < width; i++) {
                to.putFloat(value);
            }
            return to.flip();
        }));
    }
}
