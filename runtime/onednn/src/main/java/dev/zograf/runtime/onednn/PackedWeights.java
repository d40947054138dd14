package dev.zograf.runtime.onednn;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The weights of a network as the library wants them: once for each layout, however many plans use them. They stay until the network is
 * closed. What is asked for is filled by {@link #fill}, on all cores.
 */
final class PackedWeights implements AutoCloseable {

    private record Key(int tensor, long first, String layout) {}

    private final Map<Key, memory> packed = new HashMap<>();
    private final Map<Key, WholeWeights> whole = new HashMap<>();
    private final Map<Integer, Value> plain = new HashMap<>();
    private final List<Filling.Work> waiting = new ArrayList<>();

    /** A weight as 32-bit floats, row by row. */
    Value plain(Tensor tensor) {
        return plain.computeIfAbsent(tensor.id(), id -> {
            Weight weight = weight(tensor);
            int size = Math.toIntExact(weight.size());
            BytePointer own = new BytePointer(Math.max(1L, (long) size * Float.BYTES)).retainReference();
            float[] numbers = new float[size];
            WeightNumbers.of(weight).floats(0, size, numbers);
            HostWork.floats(own, size).put(numbers);
            return new Value(Kind.F32, weight.shape(), Value.rows(weight.shape()), 0, Slot.kept(own));
        });
    }

    /**
     * A weight, or some of its numbers, in another layout and type.
     *
     * @param dims the sizes as the primitive sees them
     * @param strides where these numbers are among those of the weight
     * @param first the place of the first
     * @param kind the type in that layout
     */
    memory packed(Tensor tensor, long[] dims, long[] strides, long first, memory.desc layout, Kind kind) {
        return packed.computeIfAbsent(new Key(tensor.id(), first, Layouts.text(layout)), key -> {
            memory to = new memory(layout, OneDnn.engine()).retainReference();
            waiting.add(scratch -> {
                WeightNumbers.Native numbers = WeightNumbers.of(weight(tensor)).natively(kind, scratch);
                reorder(
                        OneDnn.at(
                                OneDnn.desc(dims, numbers.kind(), strides),
                                Addresses.at(
                                        numbers.address(),
                                        first * numbers.kind().bytes())),
                        to);
                Reference.reachabilityFence(numbers);
            });
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
            Weight weight = weight(tensor);
            int width = Math.toIntExact(weight.size() / weight.shape()[0]);
            int count = Math.toIntExact(Value.size(dims) / width);
            memory to = new memory(layout, OneDnn.engine()).retainReference();
            memory scales = new memory(OneDnn.desc(new long[] {count}, Kind.F32, new long[] {1}), OneDnn.engine())
                    .retainReference();
            waiting.add(scratch -> {
                float[] each = new float[count];
                ByteBuffer rows = scratch.take(count * width);
                WholeWeights.round(WeightNumbers.of(weight), (int) first, width, rows, each);
                HostWork.floats(scales.get_data_handle(), count).put(each);
                reorder(OneDnn.at(OneDnn.desc(dims, Kind.S8, strides), new BytePointer(rows)), to);
                Reference.reachabilityFence(rows);
            });
            return new WholeWeights(to, scales);
        });
    }

    private static void reorder(memory from, memory to) {
        new reorder(from, to).execute(OneDnn.stream(), from, to);
        OneDnn.stream()._wait();
    }

    /** Fills what was asked for since the last time. */
    void fill() {
        List<Filling.Work> now = List.copyOf(waiting);
        waiting.clear();
        Filling.all(now);
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
