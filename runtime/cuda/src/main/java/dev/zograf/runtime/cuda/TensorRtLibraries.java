package dev.zograf.runtime.cuda;

import dev.zograf.runtime.binding.NativeNumbers;
import dev.zograf.runtime.network.TensorRtReport;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * The libraries of TensorRT to which ONNX Runtime's provider links: those of JavaCPP's jar if that is on the class path, else those that are
 * installed. Once loaded from here they are found by their names when the provider is loaded.
 */
final class TensorRtLibraries {

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    /** In the order in which they need one another. */
    private static final List<String> NAMES = WINDOWS
            ? List.of("nvinfer_10.dll", "nvonnxparser_10.dll")
            : List.of("libnvinfer.so.10", "libnvonnxparser.so.10");

    private TensorRtLibraries() {}

    /**
     * Loads them.
     *
     * @param driverVersion the newest CUDA that the driver knows
     */
    static TensorRtReport load(int driverVersion) {
        URL jar = TensorRtLibraries.class.getClassLoader().getResource(folder());
        try {
            // All of it: the first opens others that lie beside it.
            Optional<File> files = jar == null ? Optional.empty() : Optional.of(Loader.cacheResource(jar));
            for (String name : NAMES) {
                Loader.loadGlobal(place(files, name));
            }
            int version = NativeNumbers.call(place(files, NAMES.get(0)), "getInferLibVersion")
                    .orElse(0);
            return new TensorRtReport(version, jar != null, driverVersion, Optional.empty());
        } catch (UnsatisfiedLinkError | IOException e) {
            return new TensorRtReport(0, jar != null, driverVersion, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static String folder() {
        return "org/bytedeco/tensorrt/" + Loader.getPlatform();
    }

    private static String place(Optional<File> files, String name) {
        return files.map(folder -> new File(folder, name).getPath()).orElse(name);
    }
}
