package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zograf.runtime.network.CudaDevice;
import dev.zograf.runtime.network.CudaOptions;
import dev.zograf.runtime.network.CudaReport;
import dev.zograf.runtime.network.TensorRtReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said where CUDA cannot be used, for each reason another thing with its remedy. */
class CudaChoiceTest {

    private static final CudaDevice TURING = new CudaDevice(0, "T4", 7, 5, 16L << 30);
    private static final CudaDevice PASCAL = new CudaDevice(1, "GTX 1080", 6, 1, 8L << 30);

    private static CudaReport found(int driver, int runtime, CudaDevice... devices) {
        return new CudaReport(driver, runtime, List.of(devices), Map.of(), Optional.empty());
    }

    @Test
    void aDeviceThatFitsHasNoObstacle() {
        assertThat(found(12040, 12090, TURING).obstacle(0)).isEmpty();
        assertThat(found(13000, 12090, TURING).obstacle(0)).isEmpty();
    }

    @Test
    void aMissingDriver() {
        CudaReport report =
                new CudaReport(0, 0, List.of(), Map.of(), Optional.of("libcuda.so.1: cannot open shared object file"));
        assertThat(report.obstacle().orElseThrow())
                .contains("no NVIDIA driver")
                .contains("libcuda.so.1")
                .contains("install one of version 525");
    }

    @Test
    void anOldDriver() {
        assertThat(found(11040, 12090, TURING).obstacle().orElseThrow())
                .contains("knows CUDA 11.4 at most")
                .contains("update it");
    }

    @Test
    void anotherMajorVersionOfCuda() {
        assertThat(found(13010, 13010, TURING).obstacle().orElseThrow())
                .contains("of version 13.1")
                .contains("needs 12");
        assertThat(found(12090, 12060, TURING).obstacle().orElseThrow())
                .contains("of version 12.6")
                .contains("needs 12.8")
                .contains("cuda-redist before");
    }

    @Test
    void missingLibraries() {
        CudaReport report = new CudaReport(
                12040, 12090, List.of(TURING), Map.of("cuDNN", "libcudnn.so.9: not found"), Optional.empty());
        assertThat(report.obstacle().orElseThrow())
                .contains("cuDNN (libcudnn.so.9: not found)")
                .contains("redist natives");
    }

    @Test
    void noDeviceAnotherOneOrTooOldOne() {
        assertThat(found(12040, 12090).obstacle().orElseThrow()).contains("CUDA_VISIBLE_DEVICES");
        assertThat(found(12040, 12090, TURING).obstacle(3).orElseThrow())
                .contains("no device cuda:3")
                .contains("cuda:0 T4");
        assertThat(found(12040, 12090, TURING, PASCAL).obstacle(1).orElseThrow())
                .contains("compute capability 6.1")
                .contains("7.5 is needed");
    }

    @Test
    void aCardThatIsTooSmall() {
        assertThat(OrtBackend.tooSmall(3_400_000_000L, 2_100_000_000L).orElseThrow())
                .contains("3.4 GB")
                .contains("2.1 GB");
        assertThat(OrtBackend.tooSmall(3_400_000_000L, 3_400_000_000L)).isEmpty();
        assertThat(OrtBackend.tooSmall(3_400_000_000L, -1)).isEmpty();
    }

    @Test
    void twoBuildsOfOnnxRuntimeOnOneClassPath() {
        assertThat(CudaChoice.doubled(List.of("onnxruntime-1.29.0.jar"))).isEmpty();
        assertThat(CudaChoice.doubled(List.of("onnxruntime-1.29.0.jar", "onnxruntime_gpu-1.29.0.jar"))
                        .orElseThrow())
                .contains("2 times")
                .contains("onnxruntime-1.29.0.jar, onnxruntime_gpu-1.29.0.jar")
                .contains("exclude com.microsoft.onnxruntime:onnxruntime ");
    }

    @Test
    void optionsOfTheProvider() {
        CudaOptions defaults = CudaOptions.defaults();
        assertThat(CudaSession.settings(defaults, CudaWay.PLAIN))
                .containsEntry("cudnn_conv_algo_search", "HEURISTIC")
                .containsEntry("arena_extend_strategy", "kSameAsRequested")
                .containsEntry("enable_cuda_graph", "0")
                .containsEntry("use_tf32", "0")
                .doesNotContainKey("gpu_mem_limit");
        assertThat(CudaSession.settings(
                        defaults.within(4L << 30).searching(CudaOptions.Search.DEFAULT), CudaWay.GRAPHS))
                .containsEntry("gpu_mem_limit", "4294967296")
                .containsEntry("cudnn_conv_algo_search", "DEFAULT")
                .containsEntry("enable_cuda_graph", "1");
        assertThat(CudaSession.tensorRtSettings(Path.of("engines"), CudaWay.TENSOR_RT))
                .containsEntry("trt_engine_cache_enable", "1")
                .containsEntry("trt_engine_cache_path", "engines")
                .containsEntry("trt_fp16_enable", "0");
        assertThat(CudaSession.tensorRtSettings(Path.of("engines"), CudaWay.TENSOR_RT_IN_FLOAT16))
                .containsEntry("trt_fp16_enable", "1")
                .containsEntry("trt_bf16_enable", "0")
                .containsEntry("trt_layer_norm_fp32_fallback", "1");
        assertThat(CudaSession.tensorRtSettings(Path.of("engines"), CudaWay.TENSOR_RT_IN_BFLOAT16))
                .containsEntry("trt_fp16_enable", "0")
                .containsEntry("trt_bf16_enable", "1");
    }

    @Test
    void tensorRtOfAVersionThatFits() {
        assertThat(new TensorRtReport(101401, false, 12040, Optional.empty()).obstacle())
                .isEmpty();
        assertThat(new TensorRtReport(101501, true, 13010, Optional.empty()).obstacle())
                .isEmpty();
        assertThat(new TensorRtReport(101501, true, 12090, Optional.empty())
                        .obstacle()
                        .orElseThrow())
                .contains("a driver that knows CUDA 13.1", "this one knows 12.9", "leave the jar out");
        assertThat(new TensorRtReport(100600, false, 12040, Optional.empty())
                        .obstacle()
                        .orElseThrow())
                .contains("of version 10.6.0", "install TensorRT 10.14.1");
        assertThat(new TensorRtReport(110201, false, 13010, Optional.empty())
                        .obstacle()
                        .orElseThrow())
                .contains("of version 11.2.1");
        assertThat(new TensorRtReport(0, false, 12040, Optional.of("libnvinfer.so.10: not found"))
                        .obstacle()
                        .orElseThrow())
                .contains("libnvinfer.so.10: not found", "install TensorRT", "org.bytedeco:tensorrt");
    }

    @Test
    void optionsThatCannotBe() {
        CudaOptions defaults = CudaOptions.defaults();
        assertThat(defaults.graphs()).isFalse();
        assertThatThrownBy(() -> defaults.within(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> defaults.withGraphs(true).withTensorRt(Path.of("engines")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose one of both");
    }
}
