package dev.zograf.tensor;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where a {@link GraphEdit} takes hold of a network. A place is a path in the network's own names (see the network's Javadoc for those
 * that it offers); every linear layer and convolution is one, under the path of its weights, with its result as the value and, as context,
 * what went into it and its own result before any edit. Several edits at one place follow one another.
 */
public final class Hooks {

    private final TensorGraph graph;
    private final String prefix;
    private final NetworkDefinition network;
    private final Weights weights;

    Hooks(TensorGraph graph, String prefix, NetworkDefinition network, Weights weights) {
        this.graph = graph;
        this.prefix = prefix;
        this.network = network;
        this.weights = weights;
    }

    /** Has the hook called at one place. A place that the network does not have is never called. */
    public void at(String place, Hook hook) {
        graph.addHook(place::equals, hook);
    }

    /** Has the hook called at all places of which this is true. */
    public void where(Predicate<String> places, Hook hook) {
        graph.addHook(places, hook);
    }

    /**
     * Declares an input of the edited network that the edit feeds. The name is the edit's own: two edits may use the same one.
     *
     * @param dims as {@link TensorGraph#input}; equal symbols of two edits or of the network mean equal sizes
     */
    public Tensor input(String name, DType dtype, Object... dims) {
        return graph.input(prefix + name, dtype, dims);
    }

    /** Declares an output of the edited network under the edit's own name. */
    public void output(String name, Tensor value) {
        graph.output(prefix + name, value);
    }

    /** A size of the edit's own, known only when the network runs: two edits may use the same name for different sizes. */
    public Dim symbol(String name) {
        return Dim.symbol(prefix + name);
    }

    /**
     * Has a hook write a second network with changes of its own: while it is written, its places are offered to these changes alone.
     *
     * @param changes takes hold of the second network
     * @param second writes it
     * @return what {@code second} gave
     */
    public <T> T nested(Consumer<Hooks> changes, Supplier<T> second) {
        return graph.nested(() -> changes.accept(this), second);
    }

    /** The network that is edited; its definition tells what the shapes of its weights do not, such as heads. */
    public NetworkDefinition network() {
        return network;
    }

    /** The weights of the network that is edited: their names tell which places there will be. */
    public Weights weights() {
        return weights;
    }

    /** The graph that is written, with the network's own inputs. */
    public TensorGraph graph() {
        return graph;
    }
}
