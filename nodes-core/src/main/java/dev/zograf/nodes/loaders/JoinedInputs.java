package dev.zograf.nodes.loaders;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Inputs of a network that are those of all sides of guidance, one after the other. During a run the same parts give the same object, by which
 * backends tell what they need not copy again: the text, what a ControlNet sees. Thread-safe.
 */
public final class JoinedInputs {

    /** Sides that are not evaluated together take turns. */
    private static final int EACH = 4;

    private final boolean remembers;
    private final Map<String, Deque<Joined>> known = new HashMap<>();

    /** @param batch for which each part was repeated; 0 if it was not */
    private record Joined(List<?> parts, int batch, FloatTensor whole) {

        boolean isOf(List<?> others, int otherBatch) {
            if (batch != otherBatch || parts.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i) != others.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private JoinedInputs(boolean remembers) {
        this.remembers = remembers;
    }

    /** For one run: what it has joined stays until that ends. */
    static JoinedInputs ofRun() {
        return new JoinedInputs(true);
    }

    /** Keeps nothing. */
    static JoinedInputs fresh() {
        return new JoinedInputs(false);
    }

    /**
     * The parts, each repeated for the batch, along their first axis.
     *
     * @param name of the input
     */
    public FloatTensor of(String name, List<FloatTensor> parts, int batch) {
        return of(name, parts, batch, part -> part);
    }

    /** The parts as they are, along their first axis. */
    public FloatTensor of(String name, List<FloatTensor> parts) {
        return joined(name, parts, 0, part -> part);
    }

    /**
     * What is made of the parts, each repeated for the batch, along their first axis.
     *
     * @param name of the input
     * @param made of a part always the same numbers; asked once as long as the parts are the same objects
     */
    public <T> FloatTensor of(String name, List<T> parts, int batch, Function<T, FloatTensor> made) {
        return joined(name, parts, batch, part -> made.apply(part).repeatTo(batch));
    }

    private synchronized <T> FloatTensor joined(
            String name, List<T> parts, int batch, Function<T, FloatTensor> repeated) {
        Deque<Joined> before = known.computeIfAbsent(name, key -> new ArrayDeque<>());
        for (Joined each : before) {
            if (each.isOf(parts, batch)) {
                return each.whole;
            }
        }
        FloatTensor whole = FloatTensor.concat(0, parts.stream().map(repeated).toList());
        if (remembers) {
            before.addFirst(new Joined(List.copyOf(parts), batch, whole));
            if (before.size() > EACH) {
                before.removeLast();
            }
        }
        return whole;
    }
}
