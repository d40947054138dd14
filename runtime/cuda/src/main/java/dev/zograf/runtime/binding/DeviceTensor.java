package dev.zograf.runtime.binding;

import com.sun.jna.Pointer;
import dev.zograf.runtime.network.BindingException;
import java.nio.ByteBuffer;

/** A tensor at an address of a device that stays the same until it is closed. */
final class DeviceTensor implements AutoCloseable {

    /** {@code ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT}. */
    static final int FLOAT = 1;

    /** {@code ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32}. */
    static final int INT32 = 6;

    /** Also for a tensor without numbers, such as the factors of no LoRA. */
    private static final long LEAST = 64;

    private final DeviceMemory memory;
    private final long address;
    private final int[] shape;
    private final int bytes;
    private final OrtObject value;
    private boolean closed;

    private DeviceTensor(DeviceMemory memory, long address, int[] shape, int bytes, OrtObject value) {
        this.memory = memory;
        this.address = address;
        this.shape = shape;
        this.bytes = bytes;
        this.value = value;
    }

    /**
     * Allocates one of 32-bit numbers.
     *
     * @param info of that memory, an {@code OrtMemoryInfo}
     * @param type {@link #FLOAT} or {@link #INT32}
     */
    static DeviceTensor make(OrtTable table, DeviceMemory memory, OrtObject info, int type, int[] shape)
            throws BindingException {
        long[] dims = new long[shape.length];
        long size = 1;
        for (int i = 0; i < shape.length; i++) {
            dims[i] = shape[i];
            size *= shape[i];
        }
        int bytes = Math.toIntExact(size * Float.BYTES);
        long address = memory.allocate(Math.max(LEAST, bytes));
        boolean made = false;
        try {
            OrtObject value = table.own(
                    Entry.RELEASE_VALUE,
                    Entry.CREATE_TENSOR,
                    info.pointer(),
                    new Pointer(address),
                    (long) bytes,
                    dims,
                    (long) dims.length,
                    type);
            made = true;
            return new DeviceTensor(memory, address, shape.clone(), bytes, value);
        } finally {
            if (!made) {
                memory.free(address);
            }
        }
    }

    /** The {@code OrtValue}. */
    OrtObject value() {
        return value;
    }

    int[] shape() {
        return shape.clone();
    }

    int bytes() {
        return bytes;
    }

    /** @param from a direct buffer of as many bytes */
    void write(ByteBuffer from) throws BindingException {
        if (bytes > 0) {
            memory.write(from, address);
        }
    }

    /** @param to a direct buffer of as many bytes */
    void read(ByteBuffer to) throws BindingException {
        if (bytes > 0) {
            memory.read(address, to);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            value.close();
            memory.free(address);
        }
    }
}
