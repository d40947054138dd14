package dev.zograf.runtime.onednn;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The weights of a network as the library wants them: once for each layout, however many plans use them. They stay until the network is
 * closed.
 */
final class PackedWeights implements AutoCloseable {

    private record Key(int tensor, long first, String layout) {}

    private final Map<Key, memory> packed = new HashMap<>();
    private final Map<Key, WholeWeights> whole = new HashMap<>();
    private final Map<Integer, Value> plain = new HashMap<>();
    private long bytes;

    /** How many bytes they take beside mapped files. */
    long bytes() {
        return bytes;
    }

    /** A weight as 32-bit floats, row by row. */
    Value plain(Tensor tensor) {
        return plain.computeIfAbsent(tensor.id(), id -> {
            Weight weight = weight(tensor);
            ByteBuffer numbers = WeightNumbers.floats(weight);
            BytePointer own = new BytePointer(Math.max(1, numbers.remaining())).retainReference();
            Pointer.memcpy(own, WeightNumbers.address(numbers), numbers.remaining());
            bytes += numbers.remaining();
            return new Value(Kind.F32, weight.shape(), Value.rows(weight.shape()), 0, Slot.kept(own));
        });
    }

    /**
     * A weight, or some of its numbers, in another layout and type.
     *
     * @param dims the sizes as the primitive sees them
     * @param strides where these numbers are among those of the weight
     * @param first the place of the first
     */
    memory packed(Tensor tensor, long[] dims, long[] strides, long first, memory.desc layout) {
        return packed.computeIfAbsent(new Key(tensor.id(), first, Layouts.text(layout)), key -> {
            ByteBuffer numbers = WeightNumbers.floats(weight(tensor));
            memory from = OneDnn.at(
                    OneDnn.desc(dims, Kind.F32, strides),
                    Addresses.at(WeightNumbers.address(numbers), first * Float.BYTES));
            memory to = new memory(layout, OneDnn.engine()).retainReference();
            new reorder(from, to).execute(OneDnn.stream(), from, to);
            OneDnn.stream()._wait();
            bytes += layout.get_size();
            Reference.reachabilityFence(numbers);
            return to;
        });
    }

    /**
     * A weight, or some of its rows, as 8-bit whole numbers with a scale for each output channel.
     *
     * @param first the place of the first number that is wanted
     */
    WholeWeights whole(Tensor tensor, long[] dims, long[] strides, long first, memory.desc layout) {
        return whole.computeIfAbsent(new Key(tensor.id(), first, Layouts.text(layout)), key -> {
            ByteBuffer numbers = WeightNumbers.floats(weight(tensor));
            int width =
                    (int) (Value.size(weight(tensor).shape()) / weight(tensor).shape()[0]);
            int count = (int) (Value.size(dims) / width);
            WholeWeights.Rows rows = WholeWeights.round(numbers.asFloatBuffer(), (int) first, count, width);
            memory from = OneDnn.at(OneDnn.desc(dims, Kind.S8, strides), WeightNumbers.address(rows.numbers()));
            memory to = new memory(layout, OneDnn.engine()).retainReference();
            new reorder(from, to).execute(OneDnn.stream(), from, to);
            OneDnn.stream()._wait();
            memory scales = new memory(OneDnn.desc(new long[] {count}, Kind.F32, new long[] {1}), OneDnn.engine())
                    .retainReference();
            HostWork.floats(scales.get_data_handle(), count).put(rows.scales());
            bytes += layout.get_size();
            Reference.reachabilityFence(rows);
            return new WholeWeights(to, scales);
        });
    }

    private static Weight weight(Tensor tensor) {
        return tensor.attribute("weight", Weight.class);
    }

    @Override
    public void close() {
        packed.values().forEach(Pointer::releaseReference);
        packed.clear();
        whole.values().forEach(each -> {
            each.numbers().releaseReference();
            each.scales().releaseReference();
        });
        whole.clear();
        plain.values()
                .forEach(value -> Objects.requireNonNull(value.slot().kept()).releaseReference());
        plain.clear();
    }
}
