package dev.zograf.runtime.binding;

import dev.zograf.runtime.network.BindingException;
import java.nio.ByteBuffer;

/**
 * Memory of a device that is not ONNX Runtime's: what its arena has given may be used again by a captured graph, which knows of nobody who
 * holds it meanwhile. Thread-safe.
 */
public interface DeviceMemory {

    /** ONNX Runtime's name of such memory: {@code Cuda}. */
    String name();

    /** Which of the devices with that name, from 0. */
    int index();

    /** Allocates; the caller frees it. */
    long allocate(long bytes) throws BindingException;

    void free(long address);

    /** Copies what remains of a direct buffer to an address. When it returns, every stream of the device sees it. */
    void write(ByteBuffer from, long address) throws BindingException;

    /** Fills what remains of a direct buffer. */
    void read(long address, ByteBuffer to) throws BindingException;
}
