package dev.zograf.cli;

import dev.zograf.api.model.Precision;
import dev.zograf.runtime.network.BackendReport;
import dev.zograf.runtime.network.CudaDevice;
import dev.zograf.runtime.network.CudaReport;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.ort.OrtBackend;
import dev.zograf.runtime.ort.OrtReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What computes networks here: the backends with their precisions, and CUDA. */
final class EngineReport {

    private EngineReport() {}

    /** What networks are computed on and with if nothing else is asked for. */
    static Map<String, Object> chosen() {
        try (OrtBackend own = new OrtBackend(NetworkOptions.defaults())) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("device", own.devices().get(0).toString());
            out.put("precision", own.preferred().toString());
            return out;
        }
    }

    /** The backends, and why each cannot compute at a precision that it knows. */
    static List<Map<String, Object>> backends(OrtReport ort) {
        List<Map<String, Object>> out = new ArrayList<>();
        try (OrtBackend own = new OrtBackend(NetworkOptions.defaults())) {
            for (BackendReport report : BackendReport.all(own)) {
                Map<String, Object> backend = new LinkedHashMap<>();
                backend.put("name", report.name());
                backend.put("version", report.version().isEmpty() ? "unknown" : report.version());
                if (out.isEmpty()) {
                    backend.put("providers", ort.providers());
                    ort.failure().ifPresent(why -> backend.put("problem", why));
                }
                report.obstacles()
                        .forEach((precision, obstacle) -> backend.put(
                                precision.toString(),
                                obstacle.map(why -> "no: " + why).orElseGet(() -> able(precision, ort))));
                out.add(backend);
            }
        }
        if (out.size() == 1) {
            Map<String, Object> missing = new LinkedHashMap<>();
            missing.put("name", "oneDNN");
            missing.put(
                    "problem", "zograf-onednn is not on the class path; add it for bfloat16 and int8 on the processor");
            out.add(missing);
        }
        return out;
    }

    private static String able(Precision precision, OrtReport ort) {
        return precision == Precision.FLOAT16 && ort.obstacle().isPresent()
                ? "yes, but without a CUDA device slower than float32"
                : "yes";
    }

    static Map<String, Object> cuda(OrtReport ort) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("usable", ort.obstacle().isEmpty());
        ort.obstacle().ifPresent(why -> out.put("problem", why));
        out.put("provider", ort.providers().contains("CUDAExecutionProvider"));
        out.put("tensorrt", ort.tensorRt().map(why -> "no: " + why).orElse("yes"));
        ort.tensorRtLibraries()
                .filter(found -> found.version() > 0)
                .ifPresent(found -> out.put(
                        "tensorrtLibraries", found.versionText() + (found.jar() ? " of its jar" : ", installed")));
        out.put("driver", DriverFile.describe());
        out.put("zografCuda", ort.cuda().isPresent());
        ort.cuda().ifPresent(found -> {
            out.put("binding", ort.binding().map(why -> "no: " + why).orElse("yes"));
            if (found.driverVersion() > 0) {
                out.put("driverCuda", CudaReport.version(found.driverVersion()));
            }
            if (found.runtimeVersion() > 0) {
                out.put("libraries", CudaReport.version(found.runtimeVersion()));
            }
            found.obstacle().ifPresent(why -> out.put("libraryProblem", why));
            out.put(
                    "devices",
                    found.devices().stream().map(each -> device(each, found)).toList());
        });
        return out;
    }

    private static Map<String, Object> device(CudaDevice device, CudaReport report) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("device", "cuda:" + device.index());
        out.put("name", device.name());
        out.put("computeCapability", device.major() + "." + device.minor());
        out.put("memoryBytes", device.totalBytes());
        report.obstacle(device.index()).ifPresent(why -> out.put("problem", why));
        return out;
    }
}
