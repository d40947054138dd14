package dev.zograf.runtime.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.cufft;
import org.bytedeco.cuda.global.curand;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The libraries to which ONNX Runtime's CUDA provider links. Once loaded from here they are found by their names when the provider is
 * loaded, wherever they lie: on the class path or in an installation of CUDA.
 */
final class Libraries {

    private static final Logger LOG = LoggerFactory.getLogger(Libraries.class);
    private static final Map<String, Class<?>> NEEDED = needed();

    private Libraries() {}

    private static Map<String, Class<?>> needed() {
        Map<String, Class<?>> needed = new LinkedHashMap<>();
        needed.put("cudart", cudart.class);
        needed.put("cuBLAS", cublas.class);
        needed.put("cuRAND", curand.class);
        needed.put("cuFFT", cufft.class);
        needed.put("cuDNN", cudnn.class);
        return needed;
    }

    /** The driver's own library, which comes with no jar. */
    static String driver() {
        return isWindows() ? "nvcuda.dll" : "libcuda.so.1";
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** Why the driver's library cannot be loaded; empty if it can. */
    static String driverFailure() {
        return failure(() -> Loader.loadGlobal(driver()));
    }

    /** Loads them, and says why some cannot be, by their names. */
    static Map<String, String> load() {
        Map<String, String> missing = new LinkedHashMap<>();
        NEEDED.forEach((name, preset) -> {
            String failure = failure(() -> Loader.load(preset));
            if (!failure.isEmpty()) {
                missing.put(name, failure);
            }
        });
        if (!missing.containsKey("cudart")) {
            String failure = failure(Libraries::loadCompiler);
            if (!failure.isEmpty()) {
                LOG.warn(
                        "CUDA's compiler NVRTC cannot be loaded, so cuDNN leaves out what it compiles when it runs: {}",
                        failure);
            }
        }
        return missing;
    }

    /** NVRTC, which cuDNN opens by its name. It opens a library of its own exact version, which the presets do not know if they are of another. */
    private static void loadCompiler() {
        Loader.load(nvrtc.class);
        int[] major = new int[1];
        int[] minor = new int[1];
        nvrtc.nvrtcVersion(major, minor);
        String name = isWindows()
                ? "nvrtc-builtins64_" + major[0] + minor[0] + ".dll"
                : "libnvrtc-builtins.so." + major[0] + "." + minor[0];
        URL inJar =
                Libraries.class.getClassLoader().getResource("org/bytedeco/cuda/" + Loader.getPlatform() + "/" + name);
        if (inJar == null) {
            // One that is installed finds its own.
            return;
        }
        try {
            Loader.loadGlobal(Loader.cacheResource(inJar).getPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String failure(Runnable load) {
        try {
            load.run();
            return "";
        } catch (LinkageError | RuntimeException e) {
            // The cause names the file, the error itself only what was asked for.
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            return reason.getMessage() == null
                    ? reason.toString()
                    : reason.getMessage().strip();
        }
    }
}
