package dev.zograf.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A scope of a checkpoint's tensors: {@code weights.at("down_blocks").at("0")}. The checkpoint is the declaration: what is
 * there ({@link #has}, {@link #all}) decides what a network has. Immutable; equal if scope
 * and {@linkplain WeightSource#fingerprint() content} are.
 */
public final class Weights {

    private final WeightSource source;
    private final String prefix;

    private Weights(WeightSource source, String prefix) {
        this.source = source;
        this.prefix = prefix;
    }

    /** All tensors of the source. */
    public static Weights of(WeightSource source) {
        return new Weights(source, "");
    }

    /** The scope of that name below this one; dots go several levels down. It may be empty. */
    public Weights at(String name) {
        return new Weights(source, prefix + name + ".");
    }

    /** The scope {@code name.index}. */
    public Weights at(String name, int index) {
        return at(name).at(Integer.toString(index));
    }

    /** Where this scope is: {@code down_blocks.0}; empty at the top. */
    public String path() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /** Whether there is a tensor or a scope of that name. */
    public boolean has(String name) {
        String full = prefix + name;
        if (source.find(full).isPresent()) {
            return true;
        }
        String next = source.names().ceiling(full + ".");
        return next != null && next.startsWith(full + ".");
    }

    /** The scopes {@code name.0}, {@code name.1}, … as far as they are there without a gap. */
    public List<Weights> all(String name) {
        List<Weights> out = new ArrayList<>();
        while (has(name + "." + out.size())) {
            out.add(at(name, out.size()));
        }
        return List.copyOf(out);
    }

    /** The tensor of that name in this scope. */
    public Optional<Weight> find(String name) {
        return source.find(prefix + name);
    }

    /** The full names of all tensors in this scope, sorted. */
    public NavigableSet<String> names() {
        return prefix.isEmpty()
                ? source.names()
                : source.names().subSet(prefix, true, prefix.substring(0, prefix.length() - 1) + "/", false);
    }

    /** The full name of a tensor of this scope. */
    public String fullName(String name) {
        return prefix + name;
    }

    /** The same scope over an edited source. */
    public Weights with(UnaryOperator<WeightSource> edit) {
        return new Weights(edit.apply(source), prefix);
    }

    /** The file or edit as the user knows it. */
    public String file() {
        return source.file();
    }

    /** The tensors by full name, whatever the scope. */
    public WeightSource source() {
        return source;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Weights weights && fingerprint().equals(weights.fingerprint());
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    /** Equal for equal content and scope. */
    public String fingerprint() {
        return source.fingerprint() + "#" + prefix;
    }
}
