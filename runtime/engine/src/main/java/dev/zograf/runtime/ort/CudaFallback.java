package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import dev.zograf.runtime.network.Device;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides once where an engine computes: CUDA if it is wanted, in the jar and works; else the processor, saying why. */
final class CudaFallback {

    private static final Logger LOG = LoggerFactory.getLogger(CudaFallback.class);

    private CudaFallback() {}

    /** The device that is used for the one that is wanted: never {@link Device.Kind#AUTO}. */
    static Device choose(Device wanted) {
        if (wanted.kind() == Device.Kind.CPU) {
            return wanted;
        }
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            if (wanted.kind() == Device.Kind.CUDA) {
                LOG.warn(
                        "{} is not used: this build of ONNX Runtime has no CUDA. Put onnxruntime_gpu on the class path instead of onnxruntime.",
                        wanted);
            }
            return Device.CPU;
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.addCUDA(wanted.index());
            return new Device(Device.Kind.CUDA, wanted.index());
        } catch (OrtException e) {
            LOG.warn("CUDA is not used, the processor computes instead: {}", e.getMessage());
            return Device.CPU;
        }
    }
}
