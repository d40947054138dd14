package dev.zograf.models;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A file with one tensor. */
record OneWeight(Weight weight) implements WeightSource {

    @Override
    public Optional<Weight> find(String name) {
        return Optional.of(weight).filter(one -> one.name().equals(name));
    }

    @Override
    public NavigableSet<String> names() {
        return new TreeSet<>(Set.of(weight.name()));
    }

    @Override
    public String file() {
        return "one";
    }

    @Override
    public String fingerprint() {
        return "one";
    }
}
