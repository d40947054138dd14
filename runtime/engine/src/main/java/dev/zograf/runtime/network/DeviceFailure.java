package dev.zograf.runtime.network;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a failure means for the device on which it happened, as its message tells: ONNX Runtime hands on what CUDA, cuBLAS, cuDNN and its own
 * allocator say, as text alone.
 */
public enum DeviceFailure {
    /** There was not enough memory. What is loaded there stays usable. */
    LACK_OF_MEMORY,
    /** The process cannot use the device any more: whatever it asks of it fails from now on (CUDA calls such errors sticky), or it is gone. */
    LOST;

    private static final Pattern CODE = Pattern.compile("CUDA failure (\\d{1,4}):");

    /** {@code cudaErrorMemoryAllocation}. */
    private static final int MEMORY = 2;

    /**
     * Of {@code cudaError_t}: devices unavailable, no device, uncorrectable ECC or NVLink errors; illegal address, time-out, assertion, stack
     * error, illegal instruction, misaligned address, invalid address space, invalid program counter, launch failure; unknown error.
     */
    private static final Set<Integer> STICKY =
            Set.of(46, 100, 214, 220, 700, 702, 710, 714, 715, 716, 717, 718, 719, 999);

    private static final Pattern NO_MEMORY = Pattern.compile("out of memory"
            + "|STATUS_ALLOC_FAILED|DEVICE_ALLOCATION_FAILED"
            + "|Failed to allocate memory for requested buffer"
            + "|Available memory of \\d+ is smaller than requested bytes");

    private static final Pattern GONE = Pattern.compile("illegal memory access was encountered"
            + "|unspecified launch failure"
            + "|device-side assert"
            + "|no CUDA-capable device"
            + "|CUDA-capable device\\(s\\) is/are busy or unavailable"
            + "|uncorrectable (ECC|NVLink) error");

    /** What a message of a failure on a CUDA device says of the device; empty if it says nothing of it. */
    public static Optional<DeviceFailure> of(String message) {
        boolean memory = NO_MEMORY.matcher(message).find();
        boolean lost = GONE.matcher(message).find();
        Matcher codes = CODE.matcher(message);
        while (codes.find()) {
            int code = Integer.parseInt(codes.group(1));
            memory |= code == MEMORY;
            lost |= STICKY.contains(code);
        }
        if (lost) {
            return Optional.of(LOST);
        }
        return memory ? Optional.of(LACK_OF_MEMORY) : Optional.empty();
    }
}
