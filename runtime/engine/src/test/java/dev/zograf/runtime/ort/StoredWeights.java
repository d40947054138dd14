package dev.zograf.runtime.ort;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Weights by name, as of a file. */
record StoredWeights(Map<String, Weight> tensors) implements WeightSource {

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    @Override
    public NavigableSet<String> names() {
        return new TreeSet<>(tensors.keySet());
    }

    @Override
    public String file() {
        return "stored.safetensors";
    }

    @Override
    public String fingerprint() {
        return "stored";
    }
}
