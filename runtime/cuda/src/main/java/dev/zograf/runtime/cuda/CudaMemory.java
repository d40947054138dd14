package dev.zograf.runtime.cuda;

import dev.zograf.runtime.binding.DeviceMemory;
import dev.zograf.runtime.network.BindingException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory of a CUDA device, by the functions of its runtime. */
final class CudaMemory implements DeviceMemory {

    private static final Logger LOG = LoggerFactory.getLogger(CudaMemory.class);
    private static final int SUCCESS = 0;

    private final int device;

    CudaMemory(int device) {
        this.device = device;
    }

    @Override
    public String name() {
        return "Cuda";
    }

    @Override
    public int index() {
        return device;
    }

    @Override
    public long allocate(long bytes) throws BindingException {
        return here(() -> {
            try (Address address = new Address(0)) {
                check(cudart.cudaMalloc(address, bytes));
                return address.value();
            }
        });
    }

    @Override
    public void free(long address) {
        try {
            here(() -> {
                check(cudart.cudaFree(new Address(address)));
                return 0;
            });
        } catch (BindingException e) {
            // A device that is lost gives nothing back.
            LOG.debug("Memory of cuda:{} was not freed: {}", device, e.getMessage());
        }
    }

    @Override
    public void write(ByteBuffer from, long address) throws BindingException {
        here(() -> {
            copy(new Address(address), new BytePointer(from), from.remaining(), cudart.cudaMemcpyHostToDevice);
            // From memory that is not pinned the call may return before the bytes are there, and ONNX Runtime's stream
            // does not wait for the
            // one on which they go.
            check(cudart.cudaStreamSynchronize(new CUstream_st()));
            return 0;
        });
    }

    @Override
    public void read(long address, ByteBuffer to) throws BindingException {
        here(() -> {
            copy(new BytePointer(to), new Address(address), to.remaining(), cudart.cudaMemcpyDeviceToHost);
            to.position(to.limit());
            return 0;
        });
    }

    private static void copy(Pointer to, Pointer from, long bytes, int direction) throws BindingException {
        check(cudart.cudaMemcpy(to, from, bytes, direction));
    }

    /** On this device, whichever the thread, which is the caller's, has chosen. */
    private <T> T here(Callable<T> action) throws BindingException {
        int[] before = new int[1];
        check(cudart.cudaGetDevice(before));
        check(cudart.cudaSetDevice(device));
        try {
            return action.call();
        } catch (BindingException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            cudart.cudaSetDevice(before[0]);
        }
    }

    /** In the words of ONNX Runtime, by which failures of devices are told. */
    private static void check(int status) throws BindingException {
        if (status != SUCCESS) {
            throw new BindingException("CUDA failure " + status + ": "
                    + cudart.cudaGetErrorString(status).getString());
        }
    }

    /** A number as JavaCPP wants addresses. */
    private static final class Address extends Pointer {

        Address(long value) {
            super((Pointer) null);
            address = value;
        }

        long value() {
            return address;
        }
    }
}
