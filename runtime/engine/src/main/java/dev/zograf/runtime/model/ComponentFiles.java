package dev.zograf.runtime.model;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which file of a component's folder holds its weights: the names of transformers and diffusers, whole or sharded, the plain ones before
 * variants such as {@code model.fp16.safetensors}; else the only {@code .safetensors} file there is.
 */
final class ComponentFiles {

    private static final List<String> STEMS = List.of("model", "diffusion_pytorch_model");
    private static final List<String> VARIANTS = List.of("fp16", "bf16", "fp32");
    private static final Pattern SHARD = Pattern.compile(".*-\\d+-of-\\d+(\\.\\w+)?\\.safetensors");

    private ComponentFiles() {}

    /**
     * Opens the weights of a folder, or empty if it has none.
     *
     * @param shown the folder as messages name it
     */
    static Optional<WeightSource> open(String shown, Path folder) {
        List<String> names = list(shown, folder);
        Optional<String> name = choose(names);
        if (name.isEmpty()) {
            Optional<String> pickle = names.stream()
                    .filter(each -> Pickles.is(folder.resolve(each)))
                    .findFirst();
            if (pickle.isPresent()) {
                throw Pickles.refusal(join(shown, pickle.get()));
            }
            return Optional.empty();
        }
        String file = join(shown, name.get());
        Path path = folder.resolve(name.get());
        return Optional.of(
                name.get().endsWith(".json") ? ShardedWeights.open(file, path) : SafetensorsFile.open(file, path));
    }

    static String join(String folder, String name) {
        return folder.isEmpty() || name.isEmpty() ? folder + name : folder + "/" + name;
    }

    private static Optional<String> choose(List<String> names) {
        List<String> wanted = new ArrayList<>();
        for (String stem : STEMS) {
            wanted.add(stem + ".safetensors");
            wanted.add(stem + ".safetensors.index.json");
        }
        for (String variant : VARIANTS) {
            for (String stem : STEMS) {
                wanted.add(stem + "." + variant + ".safetensors");
                wanted.add(stem + ".safetensors.index." + variant + ".json");
            }
        }
        Optional<String> known = wanted.stream().filter(names::contains).findFirst();
        if (known.isPresent()) {
            return known;
        }
        List<String> others = names.stream()
                .filter(name ->
                        name.endsWith(".safetensors") && !SHARD.matcher(name).matches())
                .toList();
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }

    private static List<String> list(String shown, Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new BadFileException(shown, FileReasons.of(e), e);
        }
    }
}
