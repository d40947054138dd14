package dev.zograf.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import dev.zograf.runtime.network.CudaOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The options of a session on a CUDA device. */
final class CudaSession {

    private CudaSession() {}

    /** Has a session compute on a device, by TensorRT first if that was chosen and its libraries are there. */
    static void configure(OrtSession.SessionOptions session, int device, CudaOptions options, CudaWay way)
            throws OrtException {
        if (way.isTensorRt()) {
            addTensorRt(session, device, options.engineCache().orElseThrow(), way);
        }
        try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(device)) {
            for (Map.Entry<String, String> each : settings(options, way).entrySet()) {
                provider.add(each.getKey(), each.getValue());
            }
            session.addCUDA(provider);
        }
    }

    /** The provider's settings by their names in ONNX Runtime's documentation. */
    static Map<String, String> settings(CudaOptions options, CudaWay way) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Grows by what is asked for, not by doubling: several networks share a card.
        settings.put("arena_extend_strategy", "kSameAsRequested");
        if (options.memoryLimit() > 0) {
            settings.put("gpu_mem_limit", Long.toString(options.memoryLimit()));
        }
        settings.put("cudnn_conv_algo_search", options.search().name());
        settings.put("do_copy_in_default_stream", "1");
        settings.put("enable_cuda_graph", way == CudaWay.GRAPHS ? "1" : "0");
        // Who asks for 32 bits gets them, not the 10 bits of mantissa of TF32.
        settings.put("use_tf32", "0");
        return settings;
    }

    static Map<String, String> tensorRtSettings(Path cache, CudaWay way) {
        boolean half = way == CudaWay.TENSOR_RT_IN_FLOAT16;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("trt_engine_cache_enable", "1");
        settings.put("trt_engine_cache_path", cache.toString());
        settings.put("trt_timing_cache_enable", "1");
        settings.put("trt_timing_cache_path", cache.toString());
        // Without it TensorRT has no kernels of 16 bits, whatever the graph says.
        settings.put("trt_fp16_enable", half ? "1" : "0");
        settings.put("trt_bf16_enable", way == CudaWay.TENSOR_RT_IN_BFLOAT16 ? "1" : "0");
        settings.put("trt_layer_norm_fp32_fallback", half ? "1" : "0");
        return settings;
    }

    /** Why TensorRT cannot be used on the first device, a phrase; empty if it can. Loads its libraries. */
    static Optional<String> tensorRtObstacle() {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.TENSOR_RT)) {
            return Optional.of("this build of ONNX Runtime does not have it");
        }
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions();
                OrtTensorRTProviderOptions provider = new OrtTensorRTProviderOptions(0)) {
            session.addTensorrt(provider);
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of(e.getMessage() + "; it needs the libraries of TensorRT 10");
        }
    }

    private static void addTensorRt(OrtSession.SessionOptions session, int device, Path cache, CudaWay way) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.TENSOR_RT)) {
            CudaChoice.say("TensorRT is not used: this build of ONNX Runtime does not have it.");
            return;
        }
        try {
            Files.createDirectories(cache);
            try (OrtTensorRTProviderOptions provider = new OrtTensorRTProviderOptions(device)) {
                for (Map.Entry<String, String> each :
                        tensorRtSettings(cache, way).entrySet()) {
                    provider.add(each.getKey(), each.getValue());
                }
                session.addTensorrt(provider);
            }
        } catch (OrtException | IOException e) {
            CudaChoice.say("TensorRT is not used, CUDA computes instead: " + e.getMessage()
                    + " (it needs the libraries of TensorRT 10, and a folder for engines that can be written).");
        }
    }
}
