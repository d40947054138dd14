package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** Tensors of files under the names by which they are wanted. Their bytes stay where they are. */
public abstract class WeightTable implements WeightSource {

    private final String file;
    private final String fingerprint;
    private final NavigableMap<String, Weight> tensors = new TreeMap<>();

    /** Without tensors yet. */
    protected WeightTable(String file, String fingerprint) {
        this.file = file;
        this.fingerprint = fingerprint;
    }

    /** Adds a tensor, or another one in its place. */
    protected final void put(String name, Weight weight) {
        tensors.put(name, weight);
    }

    @Override
    public final Optional<Weight> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    @Override
    public final NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(tensors.navigableKeySet());
    }

    @Override
    public final String file() {
        return file;
    }

    @Override
    public final String fingerprint() {
        return fingerprint;
    }
}
