package dev.zograf.nodes.lora;

import dev.zograf.api.model.Evaluation;
import dev.zograf.api.model.NetworkPatch;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Low-rank branches with their factors. Several at the same layers are one of the summed rank, so that a stack of LoRAs costs what their
 * ranks cost together. Immutable.
 */
public final class LowRankPatch implements NetworkPatch {

    /** From this many numbers on, making a network's session anew takes so long that its graph is made ready for LoRAs at once. */
    private static final long LARGE = 50_000_000;

    private final LowRankEdit edit;
    private final Map<String, HostTensor> inputs;
    private final SortedMap<String, Factors> layers;

    /**
     * The factors of a layer.
     *
     * @param down {@code [rank, in]}, or {@code [rank, in, h, w]} of a convolution
     * @param up {@code [out, rank]}, or {@code [out, rank, 1, 1]}, strength included
     */
    record Factors(FloatTensor down, FloatTensor up) {

        private Factors plus(Factors more) {
            return new Factors(
                    FloatTensor.concat(0, List.of(down, more.down)), FloatTensor.concat(1, List.of(up, more.up)));
        }
    }

    LowRankPatch(SortedMap<String, Factors> layers) {
        this.layers = layers;
        edit = new LowRankEdit(List.copyOf(layers.keySet()));
        Map<String, HostTensor> fed = new TreeMap<>();
        layers.forEach((layer, factors) -> {
            fed.put(LowRankEdit.down(layer), factors.down);
            fed.put(LowRankEdit.up(layer), factors.up);
        });
        inputs = fed;
    }

    /**
     * Branches of no rank beside the layers of a large network's transformers, where LoRAs usually are: the first that is applied then
     * finds a graph that is ready for it. None for a small network, whose session is made in no time.
     */
    public static List<NetworkPatch> ready(Weights network) {
        SortedMap<String, Factors> layers = new TreeMap<>();
        long numbers = 0;
        for (String name : network.names()) {
            Weight weight = network.find(name).orElseThrow();
            numbers += weight.size();
            if (LoraLayers.isUsual(name)) {
                String layer = name.substring(0, name.length() - ".weight".length());
                layers.put(layer, empty(weight.shape()));
            }
        }
        return numbers < LARGE || layers.isEmpty() ? List.of() : List.of(new LowRankPatch(layers));
    }

    private static Factors empty(long[] shape) {
        return new Factors(FloatTensor.zeros(0, (int) shape[1]), FloatTensor.zeros((int) shape[0], 0));
    }

    @Override
    public GraphEdit edit() {
        return edit;
    }

    @Override
    public Map<String, HostTensor> inputs(Evaluation evaluation) {
        return inputs;
    }

    @Override
    public Optional<UnaryOperator<WeightSource>> asWeights() {
        SortedMap<String, Factors> full = new TreeMap<>(layers);
        full.values().removeIf(factors -> factors.down.dim(0) == 0);
        return full.isEmpty() ? Optional.empty() : Optional.of(base -> new BranchWeights(base, full));
    }

    @Override
    public long heldBytes() {
        return layers.values().stream()
                .mapToLong(factors -> (long) Float.BYTES * (factors.down.size() + factors.up.size()))
                .sum();
    }

    @Override
    public Optional<NetworkPatch> joinedTo(NetworkPatch earlier) {
        if (!(earlier instanceof LowRankPatch before)) {
            return Optional.empty();
        }
        SortedMap<String, Factors> all = new TreeMap<>(before.layers);
        layers.forEach((layer, factors) -> all.merge(layer, factors, Factors::plus));
        return Optional.of(new LowRankPatch(all));
    }

    /** Factors of a low-rank change for a layer whose weight has that shape. */
    static Factors factors(LowRankDelta delta, double strength, long[] shape) {
        int rank = delta.rank();
        int rows = delta.rows();
        float[] down = delta.downFactor();
        float[] up = delta.upFactor(strength);
        boolean wide = shape.length == 4 && (shape[2] != 1 || shape[3] != 1);
        if (wide) {
            return new Factors(
                    FloatTensor.wrap(down, rank, (int) shape[1], (int) shape[2], (int) shape[3]),
                    FloatTensor.wrap(up, rows, rank, 1, 1));
        }
        return new Factors(FloatTensor.wrap(down, rank, delta.columns()), FloatTensor.wrap(up, rows, rank));
    }

    /** The factors of several changes of one layer as one. */
    static Factors joined(List<Factors> several) {
        List<FloatTensor> downs = new ArrayList<>();
        List<FloatTensor> ups = new ArrayList<>();
        for (Factors each : several) {
            downs.add(each.down);
            ups.add(each.up);
        }
        return new Factors(FloatTensor.concat(0, downs), FloatTensor.concat(1, ups));
    }
}
