package dev.zograf.models;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Those tensors of a file that belong to one of its networks: the others are another network's, not unknown. */
public final class SelectedWeights implements WeightSource {

    private final WeightSource source;
    private final List<String> parts;

    private SelectedWeights(WeightSource source, List<String> parts) {
        this.source = source;
        this.parts = parts;
    }

    /** Only the tensors and scopes of these names, at the top of the file. */
    public static Weights of(Weights weights, String... parts) {
        return weights.with(source -> new SelectedWeights(source, List.of(parts)));
    }

    private boolean has(String name) {
        return parts.stream().anyMatch(part -> name.equals(part) || name.startsWith(part + "."));
    }

    @Override
    public Optional<Weight> find(String name) {
        return has(name) ? source.find(name) : Optional.empty();
    }

    @Override
    public NavigableSet<String> names() {
        TreeSet<String> out = new TreeSet<>();
        source.names().stream().filter(this::has).forEach(out::add);
        return out;
    }

    @Override
    public String file() {
        return source.file();
    }

    @Override
    public String fingerprint() {
        return source.fingerprint() + "/" + String.join("+", parts);
    }
}
