package dev.zograf.runtime.cuda;

import dev.zograf.runtime.network.CudaDevice;
import dev.zograf.runtime.network.CudaProbe;
import dev.zograf.runtime.network.CudaReport;
import dev.zograf.runtime.network.TensorRtReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/** Asks CUDA's runtime, by JavaCPP's presets, what driver and devices there are. */
public final class PresetsProbe implements CudaProbe {

    private static final int SUCCESS = 0;

    private @Nullable CudaReport report;
    private @Nullable TensorRtReport tensorRt;

    @Override
    public synchronized CudaReport look() {
        if (report == null) {
            report = probe();
        }
        return report;
    }

    @Override
    public synchronized Optional<TensorRtReport> tensorRt() {
        if (tensorRt == null) {
            tensorRt = TensorRtLibraries.load(look().driverVersion());
        }
        return Optional.of(tensorRt);
    }

    private static CudaReport probe() {
        String driver = Libraries.driverFailure();
        if (!driver.isEmpty()) {
            return new CudaReport(0, 0, List.of(), Map.of(), Optional.of(driver));
        }
        Map<String, String> missing = Libraries.load();
        if (missing.containsKey("cudart")) {
            return new CudaReport(CudaReport.UNKNOWN, 0, List.of(), missing, Optional.empty());
        }
        int driverVersion = CudaReport.UNKNOWN;
        int runtimeVersion = 0;
        try {
            driverVersion = number(cudart::cudaDriverGetVersion);
            runtimeVersion = number(cudart::cudaRuntimeGetVersion);
            return new CudaReport(driverVersion, runtimeVersion, devices(), missing, Optional.empty());
        } catch (CudaFailure | LinkageError e) {
            // An old driver says its version, but no more.
            return new CudaReport(
                    driverVersion, runtimeVersion, List.of(), missing, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static List<CudaDevice> devices() {
        int count = number(cudart::cudaGetDeviceCount);
        List<CudaDevice> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (cudaDeviceProp properties = new cudaDeviceProp()) {
                check(cudart.cudaGetDeviceProperties(properties, i));
                devices.add(new CudaDevice(
                        i,
                        properties.name().getString(),
                        properties.major(),
                        properties.minor(),
                        properties.totalGlobalMem()));
            }
        }
        return devices;
    }

    @Override
    public long freeBytes(int device) {
        int[] before = new int[1];
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            check(cudart.cudaGetDevice(before));
            check(cudart.cudaSetDevice(device));
            try {
                check(cudart.cudaMemGetInfo(free, total));
                return free.get();
            } finally {
                // The thread is the caller's.
                cudart.cudaSetDevice(before[0]);
            }
        } catch (CudaFailure | LinkageError e) {
            return -1;
        }
    }

    private static int number(ToIntFunction<int[]> call) {
        int[] number = new int[1];
        check(call.applyAsInt(number));
        return number[0];
    }

    private static void check(int status) {
        if (status != SUCCESS) {
            throw new CudaFailure(
                    "CUDA says: " + cudart.cudaGetErrorString(status).getString());
        }
    }

    private static final class CudaFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        CudaFailure(String message) {
            super(message);
        }
    }
}
