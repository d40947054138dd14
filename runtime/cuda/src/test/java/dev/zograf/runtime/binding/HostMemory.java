package dev.zograf.runtime.binding;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The processor's memory in the place of a device's. */
public final class HostMemory implements DeviceMemory {

    private final Map<Long, Long> there = new ConcurrentHashMap<>();

    /** How many bytes are allocated. */
    long bytes() {
        return there.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String name() {
        return "Cpu";
    }

    @Override
    public int index() {
        return 0;
    }

    @Override
    public long allocate(long bytes) {
        long address = Native.malloc(bytes);
        there.put(address, bytes);
        return address;
    }

    @Override
    public void free(long address) {
        if (there.remove(address) == null) {
            throw new IllegalStateException("This was not allocated, or is freed already.");
        }
        Native.free(address);
    }

    @Override
    public void write(ByteBuffer from, long address) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        new Pointer(address).write(0, bytes, 0, bytes.length);
    }

    @Override
    public void read(long address, ByteBuffer to) {
        to.put(new Pointer(address).getByteArray(0, to.remaining()));
    }
}
