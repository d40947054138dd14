package dev.zograf.nodes.image;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap (Williams 1964) that gives the largest first. Which of equals it gives first decides what {@link MedianCut} cuts, so it moves
 * them as Pillow's heap does, which {@link java.util.PriorityQueue} does not. For one thread.
 */
final class FullestFirst<T> {

    private final ToIntFunction<T> size;
    private final List<T> heap = new ArrayList<>();

    FullestFirst(ToIntFunction<T> size) {
        this.size = size;
    }

    private int size(int at) {
        return size.applyAsInt(heap.get(at));
    }

    void add(T value) {
        heap.add(value);
        int at = heap.size() - 1;
        while (at > 0 && size.applyAsInt(value) > size((at - 1) / 2)) {
            heap.set(at, heap.get((at - 1) / 2));
            at = (at - 1) / 2;
        }
        heap.set(at, value);
    }

    /** The largest; null if there is none. */
    @Nullable
    T remove() {
        if (heap.isEmpty()) {
            return null;
        }
        T first = heap.get(0);
        T last = heap.remove(heap.size() - 1);
        if (heap.isEmpty()) {
            return first;
        }
        int at = 0;
        for (int child = 1; child < heap.size(); child = 2 * at + 1) {
            if (child + 1 < heap.size() && size(child) < size(child + 1)) {
                child++;
            }
            if (size.applyAsInt(last) > size(child)) {
                break;
            }
            heap.set(at, heap.get(child));
            at = child;
        }
        heap.set(at, last);
        return first;
    }
}
