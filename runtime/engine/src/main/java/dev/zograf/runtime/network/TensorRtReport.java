package dev.zograf.runtime.network;

import java.util.Optional;

/**
 * What a {@link CudaProbe} found of TensorRT.
 *
 * @param version of its library, 101401 for 10.14.1; 0 if it could not be loaded
 * @param jar whether its libraries are those of JavaCPP's jar, rather than those that are installed
 * @param driverVersion the newest CUDA that the driver knows, 12040 for 12.4
 * @param failure why its libraries could not be loaded, a phrase
 */
public record TensorRtReport(int version, boolean jar, int driverVersion, Optional<String> failure) {

    /** What the provider of ONNX Runtime 1.29 is made for. A newer one of the same major version does, too. */
    private static final int LEAST = 101401;

    private static final int PER_MAJOR = 10_000;
    private static final int PER_MINOR = 100;
    private static final int MAJOR = LEAST / PER_MAJOR;

    /** JavaCPP's libraries of TensorRT 10.15 have the runtime of CUDA 13.1 in them, and code that the driver compiles. */
    private static final int DRIVER_OF_THE_JAR = 13_010;

    private static final String INSTALL =
            "install TensorRT " + text(LEAST) + " or newer of that major version for CUDA " + CudaReport.CUDA_MAJOR;

    private static String text(int number) {
        return number / PER_MAJOR + "." + number % PER_MAJOR / PER_MINOR + "." + number % PER_MINOR;
    }

    /** 10.14.1 for 101401. */
    public String versionText() {
        return text(version);
    }

    /** Why TensorRT cannot be used, and what to do about it; empty if it may. */
    public Optional<String> obstacle() {
        if (failure.isPresent()) {
            return Optional.of("its libraries cannot be loaded (" + failure.get() + "); " + INSTALL
                    + ", or put the redist natives of org.bytedeco:tensorrt on the class path, as docs/cuda.md has it");
        }
        if (version < LEAST || version / PER_MAJOR != MAJOR) {
            return Optional.of("its libraries are of version " + versionText() + "; " + INSTALL);
        }
        return jar && driverVersion < DRIVER_OF_THE_JAR
                ? Optional.of("the libraries of its jar need a driver that knows CUDA "
                        + CudaReport.version(DRIVER_OF_THE_JAR) + ", and this one knows "
                        + CudaReport.version(driverVersion) + "; update it, or leave the jar out and " + INSTALL)
                : Optional.empty();
    }
}
