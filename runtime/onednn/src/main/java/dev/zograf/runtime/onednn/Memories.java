package dev.zograf.runtime.onednn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** The library's handles on the values of a plan, over an arena that comes when the plan runs and may go between runs. */
final class Memories {

    private record Placed(memory handle, Slot slot, long offset) {}

    private final long size;
    private final Map<Operand, memory> handles = new IdentityHashMap<>();
    private final List<Placed> placed = new ArrayList<>();
    private @Nullable BytePointer arena;

    /** @param size of the arena in bytes */
    Memories(long size) {
        this.size = Math.max(1, size);
    }

    memory handle(Operand operand) {
        return handles.computeIfAbsent(operand, key -> {
            Pointer kept = operand.slot().kept();
            if (kept != null) {
                return OneDnn.at(operand.desc(), Addresses.at(kept, operand.offsetBytes()));
            }
            memory handle = OneDnn.at(operand.desc(), new BytePointer((Pointer) null));
            placed.add(new Placed(handle, operand.slot(), operand.offsetBytes()));
            return handle;
        });
    }

    /** Takes the arena, if it is not there. */
    void take() {
        if (arena == null) {
            BytePointer made = new BytePointer(size).retainReference();
            placed.forEach(each -> each.handle.set_data_handle(Addresses.at(made, each.slot.offset() + each.offset)));
            arena = made;
        }
    }

    /** Gives the arena back. */
    void release() {
        if (arena != null) {
            arena.releaseReference();
            arena = null;
        }
    }

    /** Where a value begins; only while the arena is there. */
    Pointer address(Operand operand) {
        Pointer kept = operand.slot().kept();
        if (kept != null) {
            return Addresses.at(kept, operand.offsetBytes());
        }
        if (arena == null) {
            throw new IllegalStateException("The arena is not there.");
        }
        return Addresses.at(arena, operand.slot().offset() + operand.offsetBytes());
    }
}
