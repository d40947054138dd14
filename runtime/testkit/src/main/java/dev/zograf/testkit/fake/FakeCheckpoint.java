package dev.zograf.testkit.fake;

import dev.zograf.api.BadFileException;
import dev.zograf.api.model.Checkpoint;
import dev.zograf.api.model.Config;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A model folder in memory: configurations, texts and weights by path. Immutable. */
public final class FakeCheckpoint implements Checkpoint {

    private final String name;
    private final TreeMap<String, Map<String, ?>> configs = new TreeMap<>();
    private final TreeMap<String, String> texts = new TreeMap<>();
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final TreeMap<String, WeightSource> weights = new TreeMap<>();

    /** An empty folder. */
    public FakeCheckpoint(String name) {
        this.name = name;
    }

    private FakeCheckpoint copy() {
        FakeCheckpoint copy = new FakeCheckpoint(name);
        copy.configs.putAll(configs);
        copy.texts.putAll(texts);
        copy.files.putAll(files);
        copy.weights.putAll(weights);
        return copy;
    }

    /** The same with a JSON file: {@code withConfig("unet/config.json", Map.of("in_channels", 4))}. */
    public FakeCheckpoint withConfig(String path, Map<String, ?> values) {
        FakeCheckpoint more = copy();
        more.configs.put(path, Map.copyOf(values));
        return more;
    }

    /** The same with a text file. */
    public FakeCheckpoint withText(String path, String text) {
        FakeCheckpoint more = copy();
        more.texts.put(path, text);
        return more;
    }

    /** The same with a file of any kind. */
    public FakeCheckpoint withBytes(String path, byte[] bytes) {
        FakeCheckpoint more = copy();
        more.files.put(path, bytes.clone());
        return more;
    }

    /** The same with the weights of a component; those of a single file have the component {@code ""}. */
    public FakeCheckpoint withWeights(String component, WeightSource source) {
        FakeCheckpoint more = copy();
        more.weights.put(component, source);
        return more;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean has(String path) {
        return configs.containsKey(path)
                || texts.containsKey(path)
                || files.containsKey(path)
                || weights.containsKey(path)
                || Stream.of(configs, texts, files)
                        .flatMap(each -> each.keySet().stream())
                        .anyMatch(file -> file.startsWith(path + "/"));
    }

    @Override
    public Config config(String path) {
        Map<String, ?> values = configs.get(path);
        if (values == null) {
            throw missing(path);
        }
        return Config.of(name + "/" + path, values);
    }

    @Override
    public String text(String path) {
        String text = texts.get(path);
        if (text == null) {
            throw missing(path);
        }
        return text;
    }

    @Override
    public byte[] bytes(String path) {
        byte[] bytes = files.get(path);
        return bytes != null ? bytes.clone() : text(path).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Weights weights(String component) {
        return findWeights(component).orElseThrow(() -> missing(component + "/model.safetensors"));
    }

    @Override
    public Optional<Weights> findWeights(String component) {
        WeightSource source = weights.getOrDefault(component, weights.get(""));
        return Optional.ofNullable(source).map(Weights::of);
    }

    private BadFileException missing(String path) {
        return new BadFileException(name + "/" + path, "This fake model has no such file; give it one.");
    }

    @Override
    public String fingerprint() {
        StringBuilder text = new StringBuilder(name + configs + texts);
        files.forEach((path, bytes) -> text.append(path).append(Arrays.hashCode(bytes)));
        weights.forEach((component, source) -> text.append(component).append(source.fingerprint()));
        return text.toString();
    }
}
