package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.zograf.runtime.network.CudaProbe;
import dev.zograf.runtime.network.CudaReport;
import dev.zograf.runtime.network.NetworkException;
import dev.zograf.runtime.network.TensorRtReport;
import java.util.List;
import java.util.Optional;

/**
 * What ONNX Runtime and CUDA there are.
 *
 * @param providers what this build can compute with, by their names
 * @param failure why it cannot be loaded
 * @param cudaBuild why this build cannot use CUDA
 * @param cuda what {@code zograf-cuda} found, if it is there
 * @param binding why inputs of networks cannot stay on a device between runs
 * @param tensorRt why TensorRT cannot be used
 * @param tensorRtLibraries what {@code zograf-cuda} found of TensorRT, if that was looked for: where CUDA can be used
 */
public record OrtReport(
        List<String> providers,
        Optional<String> failure,
        Optional<String> cudaBuild,
        Optional<CudaReport> cuda,
        Optional<String> binding,
        Optional<String> tensorRt,
        Optional<TensorRtReport> tensorRtLibraries) {

    private static final Optional<String> WITHOUT = Optional.of("zograf-cuda is not on the class path");
    private static final Optional<String> WITHOUT_CUDA = Optional.of("CUDA cannot be used");

    /** Loads what there is. Nothing is thrown for what is missing. */
    public static OrtReport look() {
        Optional<CudaProbe> probe = CudaProbes.find();
        Optional<CudaReport> cuda = probe.map(CudaProbe::look);
        try {
            OrtRuntime.get(0);
            List<String> providers = OrtEnvironment.getAvailableProviders().stream()
                    .map(OrtProvider::getName)
                    .sorted()
                    .toList();
            OrtReport base = new OrtReport(
                    providers,
                    Optional.empty(),
                    CudaChoice.buildObstacle(),
                    cuda,
                    WITHOUT,
                    WITHOUT_CUDA,
                    Optional.empty());
            // Where CUDA is not to be had the large libraries of TensorRT are not loaded.
            boolean usable = base.obstacle().isEmpty();
            Optional<TensorRtReport> tensorRt = usable ? probe.flatMap(CudaProbe::tensorRt) : Optional.empty();
            return new OrtReport(
                    providers,
                    Optional.empty(),
                    base.cudaBuild,
                    cuda,
                    // Where it is not there nothing of it is loaded.
                    cuda.isPresent() ? new SessionBinders().obstacle() : WITHOUT,
                    usable
                            ? tensorRt.flatMap(TensorRtReport::obstacle).or(CudaSession::tensorRtObstacle)
                            : WITHOUT_CUDA,
                    tensorRt);
        } catch (NetworkException e) {
            return new OrtReport(
                    List.of(),
                    Optional.of(String.valueOf(e.getMessage())),
                    Optional.of("it cannot be loaded"),
                    cuda,
                    WITHOUT,
                    WITHOUT_CUDA,
                    Optional.empty());
        }
    }

    /** Whether the first device can be used; else what is missing and what to do about it. */
    public Optional<String> obstacle() {
        return cudaBuild.or(() -> cuda.flatMap(found -> found.obstacle(0)));
    }
}
