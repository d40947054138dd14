package dev.zograf.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as ONNX Runtime's users have reported them, without the names of their machines. */
class DeviceFailureTest {

    private static final Device CARD = new Device(Device.Kind.CUDA, 0);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA failure 2: out of memory ; GPU=0 ; hostname=x ; file=cuda_stream_handle.cc ; line=175 ;"
                        + " expr=cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking);",
                "Non-zero status code returned while running Conv node. Name:'Conv_111' Status Message: bfc_arena.cc:376"
                        + " onnxruntime::BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 13111296",
                "Non-zero status code returned while running Gemm node. Name:'fc1' Status Message: CUBLAS failure 3:"
                        + " CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=x ; expr=cublasCreate(&cublas_handle_);",
                "void *onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream *) Available memory of 0 is smaller"
                        + " than requested bytes of 2048",
            })
    void tooLittleMemoryLeavesTheDeviceUsable(String message) {
        assertThat(DeviceFailure.of(message)).contains(DeviceFailure.LACK_OF_MEMORY);

        NetworkException said = NetworkException.of("The network unet", CARD, new IllegalStateException(message));
        assertThat(said.isLackOfMemory()).isTrue();
        assertThat(said).hasMessageContaining("free on cuda:0").hasMessageContaining("Choose a smaller size");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA failure 700: an illegal memory access was encountered ; GPU=0 ; hostname=x ; file=gpu_data_transfer.cc ; line=63 ;"
                        + " expr=cudaMemcpyAsync(dst_data, src_data, bytes, cudaMemcpyHostToDevice);",
                "CUDA failure 719: unspecified launch failure ; GPU=0 ; hostname=x ; expr=cudaMemcpyAsync(dst_data, src_data, bytes);",
                "CUDA failure 999: unknown error ; GPU=192915439 ; expr=cudaSetDevice(info_.device_id);",
                "CUDA failure 100: no CUDA-capable device is detected ; GPU=32712 ; hostname=x ; expr=cudaSetDevice(info_.device_id);",
                "CUDA error executing cudaStreamSynchronize: device-side assert triggered",
                "CUDNN failure 4: CUDNN_STATUS_INTERNAL_ERROR ; GPU=0 ; CUDA failure 2: out of memory ; CUDA failure 700: an illegal memory"
                        + " access was encountered ; GPU=1",
            })
    void stickyErrorsTakeTheDeviceAway(String message) {
        assertThat(DeviceFailure.of(message)).contains(DeviceFailure.LOST);
        assertThat(NetworkException.of("The network unet", CARD, new IllegalStateException(message)))
                .hasMessageContaining("cuda:0 was lost")
                .hasMessageContaining("Start the program again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA failure 1: invalid argument ; GPU=1 ; hostname=x ; expr=cudaMemcpyAsync(output, input, size, stream);",
                "CUDA failure 101: invalid device ordinal ; GPU=-1 ; hostname=x ; file=nonzero_op.cc ; line=71",
                "CUDNN failure 3: CUDNN_STATUS_BAD_PARAM ; GPU=0 ; hostname=x ; expr=cudnnSetTensorNdDescriptor(tensor_);",
                "CUDNN_FE failure 11: CUDNN_BACKEND_API_FAILED ; GPU=0 ; hostname=x ; file=conv.cc ; line=483",
                "Got invalid dimensions for input: x",
            })
    void otherFailuresSayNothingOfTheDevice(String message) {
        assertThat(DeviceFailure.of(message)).isEmpty();
        assertThat(NetworkException.of("The network unet", CARD, new IllegalStateException(message))
                        .deviceFailure())
                .isEmpty();
    }
}
