package dev.zograf.testkit.fake;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** A file of weights that were made by hand or taken from other files, by the names under which they are found. Immutable. */
public final class GivenWeights implements WeightSource {

    private final TreeMap<String, Weight> tensors;

    private GivenWeights(Map<String, Weight> tensors) {
        this.tensors = new TreeMap<>(tensors);
    }

    /** These weights. */
    public static GivenWeights of(Map<String, Weight> tensors) {
        return new GivenWeights(tensors);
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
        return "given weights";
    }

    @Override
    public String fingerprint() {
        return "given " + System.identityHashCode(this);
    }
}
