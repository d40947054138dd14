package dev.zograf.runtime.convert;

import dev.zograf.api.model.Checkpoint;
import dev.zograf.runtime.json.JsonText;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes the folder of a model in the layout of diffusers. */
final class FolderWriter {

    private static final List<String> TEXTS = List.of(
            "model_index.json",
            "config.json",
            "scheduler/scheduler_config.json",
            "image_noising_scheduler/scheduler_config.json",
            "feature_extractor/preprocessor_config.json");

    private static final List<String> TOKENIZER = List.of(
            "vocab.json",
            "merges.txt",
            "spiece.model",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json");

    private final Checkpoint model;
    private final Path folder;
    private final SafetensorsWriter writer;
    private final Map<String, String> metadata;
    private final long shardBytes;

    FolderWriter(
            Checkpoint model, Path folder, SafetensorsWriter writer, Map<String, String> metadata, long shardBytes) {
        this.model = model;
        this.folder = folder;
        this.writer = writer;
        this.metadata = metadata;
        this.shardBytes = shardBytes;
    }

    /** Configurations, scheduler and tokenizers, but not what belongs to one network. */
    void texts() throws IOException {
        List<String> paths = new ArrayList<>(TEXTS);
        for (String tokenizer : List.of("tokenizer/", "tokenizer_2/", "tokenizer_3/", "")) {
            TOKENIZER.forEach(name -> paths.add(tokenizer + name));
        }
        for (String path : paths) {
            if (model.has(path)) {
                text(path, path);
            }
        }
    }

    private void text(String from, String to) throws IOException {
        Path file = folder.resolve(to);
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                from.endsWith(".json")
                        ? Conversion.json(model, from).getBytes(StandardCharsets.UTF_8)
                        : model.bytes(from));
    }

    /**
     * The weights and the configuration of a network.
     *
     * @param name its folder in the model
     * @param to its folder here; empty for the top
     */
    void network(String name, String to, Weights weights) throws IOException {
        Path place = to.isEmpty() ? folder : folder.resolve(to);
        Files.createDirectories(place);
        String prefix = to.isEmpty() ? "" : to + "/";
        if (model.has(name + "/config.json")) {
            text(name + "/config.json", prefix + "config.json");
        } else if (model.has("config.json")) {
            text("config.json", prefix + "config.json");
        }
        String stem =
                name.startsWith("text_encoder") || name.startsWith("image_encoder") || name.equals("safety_checker")
                        ? "model"
                        : "diffusion_pytorch_model";
        List<List<Weight>> shards = shards(ModelParts.tensors(weights));
        if (shards.size() == 1) {
            writer.write(place.resolve(stem + ".safetensors"), shards.get(0), metadata);
            return;
        }
        Map<String, String> places = new TreeMap<>();
        long total = 0;
        for (int i = 0; i < shards.size(); i++) {
            String file = String.format(Locale.ROOT, "%s-%05d-of-%05d.safetensors", stem, i + 1, shards.size());
            writer.write(place.resolve(file), shards.get(i), metadata);
            for (Weight weight : shards.get(i)) {
                places.put(weight.name(), file);
                total += writer.bytes(weight);
            }
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("metadata", Map.of("total_size", total));
        index.put("weight_map", places);
        Files.writeString(place.resolve(stem + ".safetensors.index.json"), JsonText.write(index));
    }

    private List<List<Weight>> shards(List<Weight> tensors) {
        List<List<Weight>> out = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (Weight weight : tensors) {
            List<Weight> last = out.get(out.size() - 1);
            if (!last.isEmpty() && bytes + writer.bytes(weight) > shardBytes) {
                out.add(new ArrayList<>());
                bytes = 0;
            }
            out.get(out.size() - 1).add(weight);
            bytes += writer.bytes(weight);
        }
        return out;
    }
}
