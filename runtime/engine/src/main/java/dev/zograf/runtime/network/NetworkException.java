package dev.zograf.runtime.network;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine could not load or run a network, for lack of memory or by a fault of its own. The message is for a person. */
public final class NetworkException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final String RESTART =
            "Start the program again; if it happens again, update the driver, look at the card with nvidia-smi, or"
                    + " choose --device cpu.";

    private final boolean lackOfMemory;
    private final transient @Nullable DeviceFailure deviceFailure;

    /** Says what failed and what to do. */
    public NetworkException(String message, Throwable cause) {
        this(message, cause, false, null);
    }

    private NetworkException(
            String message, Throwable cause, boolean lackOfMemory, @Nullable DeviceFailure deviceFailure) {
        super(message, cause);
        this.lackOfMemory = lackOfMemory;
        this.deviceFailure = deviceFailure;
    }

    /** Whether there was not enough memory. */
    public boolean isLackOfMemory() {
        return lackOfMemory;
    }

    /** What it means for the device on which it happened, if that has memory of its own. */
    public Optional<DeviceFailure> deviceFailure() {
        return Optional.ofNullable(deviceFailure);
    }

    /** The exception for a failure of the engine while it did something to a network on a device. */
    public static NetworkException of(String doing, Device device, Throwable cause) {
        if (device.kind() != Device.Kind.CUDA) {
            return of(doing, cause);
        }
        String reason = String.valueOf(cause.getMessage());
        DeviceFailure failure = DeviceFailure.of(reason).orElse(null);
        if (failure == DeviceFailure.LACK_OF_MEMORY) {
            return new NetworkException(
                    doing + " needs more memory than is free on " + device
                            + ". Choose a smaller size or batch, tiles for the VAE, --precision float16, or --device cpu, or free memory of the"
                            + " card: nvidia-smi shows what uses it.",
                    cause,
                    true,
                    failure);
        }
        if (failure == DeviceFailure.LOST) {
            return new NetworkException(
                    doing + " failed, and with it " + device + " was lost to this process: " + reason + ". " + RESTART,
                    cause,
                    false,
                    failure);
        }
        return of(doing, cause);
    }

    /** The exception for a run that has no device left. */
    static NetworkException lost(String network, String why) {
        String message = "The network " + network + " was not run, because there is no device left: " + why;
        return new NetworkException(message, new IllegalStateException(message), false, DeviceFailure.LOST);
    }

    /** The exception for a failure of the engine while it did something to a network. */
    public static NetworkException of(String doing, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof OutOfMemoryError
                || reason.contains("bad_alloc")
                || reason.contains("allocate memory")
                || reason.contains("out of memory")) {
            return new NetworkException(
                    doing
                            + " needs more memory than there is. Choose a smaller size or batch, a memory budget (--budget), or"
                            + " --optimize small.",
                    cause,
                    true,
                    null);
        }
        return new NetworkException(doing + " failed: " + reason, cause);
    }
}
