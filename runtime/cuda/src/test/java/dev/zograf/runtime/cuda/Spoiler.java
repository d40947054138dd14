package dev.zograf.runtime.cuda;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** Loses the first CUDA device for this process, for good: a kernel writes where there is no memory. */
public final class Spoiler {

    private static final int ILLEGAL_ADDRESS = 700;

    /** Stores one number at the address 16. */
    private static final String KERNEL = String.join(
            "\n",
            ".version 6.5",
            ".target sm_75",
            ".address_size 64",
            ".visible .entry spoil()",
            "{",
            "  .reg .b32 %r<2>;",
            "  .reg .b64 %rd<2>;",
            "  mov.u64 %rd1, 16;",
            "  mov.u32 %r1, 1;",
            "  st.global.u32 [%rd1], %r1;",
            "  ret;",
            "}");

    private Spoiler() {}

    /**
     * In the context that ONNX Runtime uses, too, which is the device's primary one.
     *
     * @throws IllegalStateException if the device is not lost by it
     */
    public static void spoil() {
        Loader.load(cudart.class);
        check(cudart.cudaSetDevice(0), "cudaSetDevice");
        check(cudart.cudaFree(new Pointer()), "cudaFree");
        try (CUmod_st module = new CUmod_st();
                CUfunc_st kernel = new CUfunc_st();
                BytePointer text = new BytePointer(KERNEL)) {
            check(cudart.cuModuleLoadData(module, text), "cuModuleLoadData");
            check(cudart.cuModuleGetFunction(kernel, module, "spoil"), "cuModuleGetFunction");
            check(
                    cudart.cuLaunchKernel(kernel, 1, 1, 1, 1, 1, 1, 0, new CUstream_st(), new Pointer(), new Pointer()),
                    "cuLaunchKernel");
            int status = cudart.cuCtxSynchronize();
            if (status != ILLEGAL_ADDRESS) {
                throw new IllegalStateException(
                        "The kernel ended with " + status + " instead of " + ILLEGAL_ADDRESS + ".");
            }
        }
    }

    private static void check(int status, String call) {
        if (status != 0) {
            throw new IllegalStateException(call + " failed: " + status);
        }
    }
}
