package dev.zograf.models;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The tensors of a scope under other names, so that a network is written once for several layouts of files. */
final class RenamedWeights implements WeightSource {

    private final Weights original;
    private final TreeMap<String, Weight> byName = new TreeMap<>();

    private RenamedWeights(Weights original) {
        this.original = original;
    }

    /**
     * The scope with its names, without the scope's own path, changed by a rule.
     *
     * @param rule the name in the file to the name that the network uses
     */
    static Weights of(Weights original, UnaryOperator<String> rule) {
        RenamedWeights renamed = new RenamedWeights(original);
        int prefix = original.fullName("").length();
        for (String full : original.names()) {
            String name = full.substring(prefix);
            original.find(name).ifPresent(weight -> renamed.byName.put(rule.apply(name), weight));
        }
        return Weights.of(renamed);
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(byName.navigableKeySet());
    }

    @Override
    public String file() {
        return original.file();
    }

    @Override
    public String fingerprint() {
        return original.fingerprint() + "~" + byName.keySet().hashCode();
    }
}
