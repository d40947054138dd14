package dev.zograf.runtime.network;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.Optional;
import java.util.TreeSet;

/** The weights of networks that have none. */
record NoWeights() implements WeightSource {

    @Override
    public Optional<Weight> find(String name) {
        return Optional.empty();
    }

    @Override
    public TreeSet<String> names() {
        return new TreeSet<>();
    }

    @Override
    public String file() {
        return "nothing";
    }

    @Override
    public String fingerprint() {
        return "nothing";
    }
}
