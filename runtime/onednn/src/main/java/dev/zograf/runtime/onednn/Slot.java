package dev.zograf.runtime.onednn;

import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of memory that values share: of the arena, where it may overlap others that live at other times, or memory of its own that
 * stays, such as weights.
 */
final class Slot {

    private final long bytes;
    private final @Nullable Pointer kept;
    private int first = Integer.MAX_VALUE;
    private int last = -1;
    private long offset = -1;

    private Slot(long bytes, @Nullable Pointer kept) {
        this.bytes = bytes;
        this.kept = kept;
    }

    static Slot ofArena(long bytes) {
        return new Slot(bytes, null);
    }

    static Slot kept(Pointer memory) {
        return new Slot(0, memory);
    }

    /** Its memory if it has some of its own, else null. */
    @Nullable
    Pointer kept() {
        return kept;
    }

    long bytes() {
        return bytes;
    }

    /** The steps from the first to the last that touch it, both included. */
    void touch(int step) {
        first = Math.min(first, step);
        last = Math.max(last, step);
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    void place(long at) {
        offset = at;
    }

    /** Where it begins in the arena. */
    long offset() {
        if (offset < 0) {
            throw new IllegalStateException("A value is used that no step touches.");
        }
        return offset;
    }
}
