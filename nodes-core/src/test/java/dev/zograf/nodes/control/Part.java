package dev.zograf.nodes.control;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** A scope of a file as if it were a file. */
record Part(Weights scope) implements WeightSource {

    @Override
    public Optional<Weight> find(String name) {
        return scope.find(name);
    }

    @Override
    public NavigableSet<String> names() {
        TreeSet<String> out = new TreeSet<>();
        int from = scope.fullName("").length();
        scope.names().forEach(name -> out.add(name.substring(from)));
        return out;
    }

    @Override
    public String file() {
        return scope.file();
    }

    @Override
    public String fingerprint() {
        return scope.fingerprint();
    }
}
