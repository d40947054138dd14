package dev.zograf.runtime.layout;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** Tensors of a file under other names. Their bytes stay where they are. */
final class RenamedWeights implements WeightSource {

    private final String file;
    private final String fingerprint;
    private final NavigableMap<String, Weight> tensors = new TreeMap<>();

    /**
     * None yet.
     *
     * @param part what the tensors are for, so that those of one file are told apart
     */
    RenamedWeights(WeightSource from, String part) {
        this.file = from.file();
        this.fingerprint = from.fingerprint() + "|" + part;
    }

    /** Adds a tensor under another name. */
    void add(String name, Weight weight) {
        tensors.put(name, WeightViews.named(weight, name));
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    @Override
    public NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(tensors.navigableKeySet());
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
