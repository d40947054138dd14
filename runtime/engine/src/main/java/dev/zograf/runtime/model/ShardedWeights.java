package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import dev.zograf.runtime.json.JsonConfig;
import dev.zograf.runtime.layout.WeightTable;
import dev.zograf.tensor.Weight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Weights that are spread over several files by an index ({@code *.safetensors.index.json}), seen as one. */
public final class ShardedWeights extends WeightTable {

    private ShardedWeights(String file, Map<String, SafetensorsFile> shards, Map<String, String> places) {
        super(
                file,
                shards.values().stream()
                        .map(shard -> shard.fingerprint() + '\n')
                        .collect(Collectors.joining()));
        places.forEach((name, place) -> {
            SafetensorsFile shard = shards.get(place);
            Optional<Weight> weight = shard == null ? Optional.empty() : shard.find(name);
            put(
                    name,
                    weight.orElseThrow(() -> new BadFileException(
                            file, "The index says that " + name + " is in " + place + ", but it is not there.")));
        });
    }

    /**
     * Opens all files that an index names; they must lie in its folder.
     *
     * @throws BadFileException if the index or one of the files is damaged or missing, or a tensor is not where the index says
     */
    public static ShardedWeights open(String file, Path index) {
        Map<String, @Nullable Object> json = JsonConfig.parse(file, ModelText.bytes(file, index));
        if (!(json.get("weight_map") instanceof Map<?, ?> map)) {
            throw new BadFileException(file, "The index has no \"weight_map\".");
        }
        Path folder = index.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new BadFileException(file, "The index lies in no folder.");
        }
        Map<String, String> places = new TreeMap<>();
        Map<String, SafetensorsFile> shards = new TreeMap<>();
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!(value instanceof String place)) {
                throw new BadFileException(file, "The place of " + name + " is not a text.");
            }
            Path shard = RelativeNames.below(folder, place)
                    .filter(path -> place.endsWith(".safetensors"))
                    .orElseThrow(() -> new BadFileException(
                            file,
                            "The place of " + name + " is \"" + place
                                    + "\", which is no .safetensors file in its folder."));
            if (!shards.containsKey(place)) {
                if (!Files.isRegularFile(shard)) {
                    throw new BadFileException(
                            file, "The part " + place + " is missing; download it into the same folder.");
                }
                shards.put(place, SafetensorsFile.open(sibling(file, place), shard));
            }
            places.put(name, place);
        });
        return new ShardedWeights(file, shards, places);
    }

    private static String sibling(String file, String place) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? place : file.substring(0, slash + 1) + place;
    }
}
