package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * A layer that a module of a file changes. Where the names are those of an original that joins several layers, or has their rows in another
 * order, it is told which of the module's rows are the layer's.
 *
 * @param layer its path
 * @param rows in the layer's order; empty for all
 * @param total how many rows the module has; of no meaning if that are all
 */
record LoraPlace(String layer, List<Rows> rows, long total) {

    /** Some rows, the last one excluded. */
    record Rows(long from, long to) {}

    LoraPlace {
        rows = List.copyOf(rows);
    }

    /** A layer that a module is for as a whole. */
    static LoraPlace whole(String layer) {
        return new LoraPlace(layer, List.of(), 0);
    }

    /**
     * What a module's change is to this layer, or empty if that cannot be told without the other layers. One of another size stays as it
     * is, so that it does not fit.
     */
    Optional<Delta> of(Delta delta) {
        if (rows.isEmpty() || (delta instanceof SizedDelta sized && sized.rows() != total)) {
            return Optional.of(delta);
        }
        if (delta instanceof LowRankDelta low) {
            return Optional.of(new LowRankDelta(of(low.up()), low.down(), low.mid(), low.scale()));
        }
        if (delta instanceof FullDelta full) {
            return Optional.of(new FullDelta(of(full.diff())));
        }
        return delta instanceof HadamardDelta || delta instanceof KroneckerDelta
                ? Optional.of(new RowsDelta((SizedDelta) delta, rows))
                : Optional.empty();
    }

    /** The layer's rows of one of the module's tensors; one that does not go by rows is for each layer. */
    Weight of(Weight weight) {
        if (rows.isEmpty() || weight.shape().length == 0 || weight.shape()[0] != total) {
            return weight;
        }
        List<Weight> parts =
                rows.stream().map(each -> weight.rows(each.from(), each.to())).toList();
        if (parts.size() == 1) {
            return parts.get(0);
        }
        long[] shape = weight.shape();
        shape[0] = rows.stream().mapToLong(each -> each.to() - each.from()).sum();
        return Weight.of(weight.name(), weight.dtype(), shape, new WeightStorage.InMemory(() -> {
            List<ByteBuffer> bytes = parts.stream().map(WeightData::bytes).toList();
            int length = bytes.stream().mapToInt(ByteBuffer::remaining).sum();
            ByteBuffer to = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.forEach(to::put);
            return to.flip();
        }));
    }
}
