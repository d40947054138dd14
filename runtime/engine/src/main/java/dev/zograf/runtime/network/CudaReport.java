package dev.zograf.runtime.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a {@link CudaProbe} found.
 *
 * @param driverVersion the newest CUDA that the driver knows, 12040 for 12.4; 0 without a driver, {@link #UNKNOWN} if nothing could ask it
 * @param runtimeVersion of the libraries that were loaded, 12090 for 12.9; 0 if they could not be loaded
 * @param devices those that the driver shows
 * @param missing libraries that could not be loaded, with the reason
 * @param failure what else failed, a phrase
 */
public record CudaReport(
        int driverVersion,
        int runtimeVersion,
        List<CudaDevice> devices,
        Map<String, String> missing,
        Optional<String> failure) {

    /** The major version of CUDA for which ONNX Runtime's GPU build is made. */
    public static final int CUDA_MAJOR = 12;

    /** The provider of ONNX Runtime 1.29 calls what cudart has since then. */
    private static final int LEAST_RUNTIME = 12080;

    /** The driver is there, but could not be asked for its version. */
    public static final int UNKNOWN = -1;

    private static final int PER_MAJOR = 1000;
    private static final int PER_MINOR = 10;

    /** ONNX Runtime's package of the GPU build has kernels for 7.5, 8.0 and 9.0 and what follows them. */
    private static final int LEAST_MAJOR = 7;

    private static final int LEAST_MINOR = 5;

    private static final String DRIVER = "of version 525.60.13 (Windows: 528.33) or newer";

    /** 12.4 for 12040. */
    public static String version(int number) {
        return number / PER_MAJOR + "." + number % PER_MAJOR / PER_MINOR;
    }

    /** Why no device can be used, and what to do about it; empty if one may. */
    public Optional<String> obstacle() {
        if (runtimeVersion > 0 && runtimeVersion / PER_MAJOR != CUDA_MAJOR) {
            return Optional.of("the CUDA libraries are of version " + version(runtimeVersion)
                    + " and ONNX Runtime needs " + CUDA_MAJOR + "; take org.bytedeco:cuda "
                    + CUDA_MAJOR + ".x, as docs/cuda.md has it");
        }
        if (runtimeVersion > 0 && runtimeVersion < LEAST_RUNTIME) {
            return Optional.of(
                    "the CUDA libraries are of version " + version(runtimeVersion)
                            + " and ONNX Runtime needs " + version(LEAST_RUNTIME)
                            + "; put org.bytedeco:cuda-redist before org.bytedeco:cuda on the class path, as docs/cuda.md has it");
        }
        if (driverVersion == 0) {
            return Optional.of("there is no NVIDIA driver that works"
                    + failure.map(why -> " (" + why + ")").orElse("") + "; install one " + DRIVER);
        }
        if (driverVersion != UNKNOWN && driverVersion < CUDA_MAJOR * PER_MAJOR) {
            return Optional.of("the NVIDIA driver knows CUDA " + version(driverVersion) + " at most and CUDA "
                    + CUDA_MAJOR + " is needed; update it to one " + DRIVER);
        }
        if (!missing.isEmpty()) {
            String names = missing.entrySet().stream()
                    .map(each -> each.getKey() + " (" + each.getValue() + ")")
                    .collect(Collectors.joining(", "));
            return Optional.of("libraries are missing: " + names
                    + "; put org.bytedeco:cuda with the natives and the redist natives of this platform on the class path, or install CUDA "
                    + CUDA_MAJOR + " and cuDNN 9");
        }
        if (failure.isPresent()) {
            return Optional.of(failure.get() + "; see that the driver works with nvidia-smi");
        }
        return devices.isEmpty()
                ? Optional.of("the driver shows no device; see nvidia-smi, and whether CUDA_VISIBLE_DEVICES hides them")
                : Optional.empty();
    }

    /** Why one device cannot be used, and what to do about it; empty if it may. */
    public Optional<String> obstacle(int index) {
        Optional<String> general = obstacle();
        if (general.isPresent()) {
            return general;
        }
        Optional<CudaDevice> found =
                devices.stream().filter(device -> device.index() == index).findFirst();
        if (found.isEmpty()) {
            return Optional.of("there is no device cuda:" + index + "; there "
                    + (devices.size() == 1 ? "is " : "are ")
                    + devices.stream().map(CudaDevice::toString).collect(Collectors.joining(", ")));
        }
        CudaDevice device = found.get();
        boolean old = device.major() < LEAST_MAJOR || device.major() == LEAST_MAJOR && device.minor() < LEAST_MINOR;
        return old
                ? Optional.of(device + " has compute capability " + device.major() + "." + device.minor() + " and "
                        + LEAST_MAJOR + "." + LEAST_MINOR + " is needed; choose another device")
                : Optional.empty();
    }
}
