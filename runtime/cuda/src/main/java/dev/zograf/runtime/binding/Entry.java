package dev.zograf.runtime.binding;

/**
 * Functions of {@code OrtApi} by their places in it, as {@code onnxruntime_c_api.h} of 1.29 has them. The places stay as they are: newer
 * versions of that structure only append to it. The newest function here has been there since 1.15.
 */
enum Entry {
    GET_ERROR_MESSAGE(2, "GetErrorMessage"),
    CREATE_TENSOR(49, "CreateTensorWithDataAsOrtValue"),
    GET_TENSOR_DATA(51, "GetTensorMutableData"),
    GET_ELEMENT_TYPE(60, "GetTensorElementType"),
    GET_DIMENSIONS_COUNT(61, "GetDimensionsCount"),
    GET_DIMENSIONS(62, "GetDimensions"),
    GET_TYPE_AND_SHAPE(65, "GetTensorTypeAndShape"),
    CREATE_MEMORY_INFO(68, "CreateMemoryInfo"),
    ALLOCATOR_FREE(76, "AllocatorFree"),
    GET_DEFAULT_ALLOCATOR(78, "GetAllocatorWithDefaultOptions"),
    RELEASE_STATUS(93, "ReleaseStatus"),
    RELEASE_MEMORY_INFO(94, "ReleaseMemoryInfo"),
    RELEASE_VALUE(96, "ReleaseValue"),
    RELEASE_TYPE_AND_SHAPE(99, "ReleaseTensorTypeAndShapeInfo"),
    RUN_WITH_BINDING(133, "RunWithBinding"),
    CREATE_IO_BINDING(134, "CreateIoBinding"),
    RELEASE_IO_BINDING(135, "ReleaseIoBinding"),
    BIND_INPUT(136, "BindInput"),
    BIND_OUTPUT(137, "BindOutput"),
    BIND_OUTPUT_TO_DEVICE(138, "BindOutputToDevice"),
    GET_BOUND_OUTPUTS(140, "GetBoundOutputValues"),
    CLEAR_BOUND_OUTPUTS(142, "ClearBoundOutputs"),
    ADD_RUN_CONFIG(165, "AddRunConfigEntry"),
    SYNCHRONIZE_INPUTS(202, "SynchronizeBoundInputs"),
    SYNCHRONIZE_OUTPUTS(203, "SynchronizeBoundOutputs"),
    GET_BUILD_INFO(254, "GetBuildInfoString");

    private final int place;
    private final String title;

    Entry(int place, String title) {
        this.place = place;
        this.title = title;
    }

    /** Which entry of the table it is, from 0. */
    int place() {
        return place;
    }

    /** As the header names it. */
    @Override
    public String toString() {
        return title;
    }
}
