package dev.zograf.runtime.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places slots into one block of memory so that those that live at the same time do not overlap: the largest first, each as low as it
 * fits (greedy by size, Pisarchyk and Lee 2020).
 */
final class Arena {

    private static final long ALIGNMENT = 64;

    private Arena() {}

    /** Places all slots; how many bytes the block needs. */
    static long place(List<Slot> slots) {
        List<Slot> placed = new ArrayList<>();
        List<Slot> bySize = new ArrayList<>(slots);
        bySize.sort(Comparator.comparingLong(Slot::bytes).reversed());
        long end = 0;
        for (Slot slot : bySize) {
            long at = 0;
            for (Slot other : placed) {
                if (other.first() <= slot.last() && slot.first() <= other.last()) {
                    if (at + slot.bytes() <= other.offset()) {
                        break;
                    }
                    at = Math.max(at, aligned(other.offset() + other.bytes()));
                }
            }
            slot.place(at);
            int index = 0;
            while (index < placed.size() && placed.get(index).offset() <= at) {
                index++;
            }
            placed.add(index, slot);
            end = Math.max(end, at + slot.bytes());
        }
        return aligned(end);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
