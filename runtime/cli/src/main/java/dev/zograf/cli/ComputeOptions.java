package dev.zograf.cli;

import dev.zograf.ZografBuilder;
import dev.zograf.api.InvalidInputException;
import dev.zograf.runtime.network.CudaOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that compute networks: where, and with which numbers. */
final class ComputeOptions {

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description =
                    "Compute networks with auto, float32, float16, bfloat16 or int8; auto is what a workflow's models say, else float16 on CUDA and float32 elsewhere.")
    @Nullable
    String precision;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Compute networks on auto, cpu, cuda, cuda:1 or cuda:all; auto is CUDA where it works.")
    @Nullable
    String device;

    @Option(
            names = "--optimize",
            paramLabel = "LEVEL",
            description =
                    "Lay weights out anew for the processor: fast all of them, balanced matrices only, small none; auto chooses by device and size.")
    @Nullable
    String optimize;

    @Option(
            names = "--budget",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description =
                    "Stay within so much memory for networks, such as 6GB: in parts where that can be, and refuse what does not fit then.")
    @Nullable
    Long budget;

    @Option(names = "--low-memory", description = "As --optimize small: slower, and a fraction of the memory.")
    boolean lowMemory;

    @Option(
            names = "--cuda-graphs",
            description =
                    "On a CUDA device, capture what a network does there when it runs again with the same sizes, and replay that; not with --tensorrt.")
    boolean cudaGraphs;

    @Option(
            names = "--cuda-memory",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description =
                    "On a CUDA device, let ONNX Runtime take so much memory for each network at most, such as 6GB.")
    @Nullable
    Long cudaMemory;

    @Option(
            names = "--tensorrt",
            paramLabel = "DIR",
            description =
                    "On a CUDA device, have TensorRT 10 compute what it can, if its libraries are there; keep its engines in this folder.")
    @Nullable
    Path tensorRt;

    /**
     * The builder with what was given.
     *
     * @throws UsageException if a name is none of those
     */
    ZografBuilder apply(ZografBuilder builder) {
        try {
            if (precision != null) {
                builder.precision(precision);
            }
            if (device != null) {
                builder.device(device);
            }
            if (budget != null) {
                builder.memoryBudget(budget);
            }
            if (cudaGraphs || tensorRt != null || cudaMemory != null) {
                builder.cuda(cuda());
            }
            if (optimize != null && lowMemory && !optimize.equals("small")) {
                throw new UsageException("--low-memory means --optimize small; give one of both.");
            }
            if (optimize != null) {
                return builder.optimize(optimize);
            }
            return lowMemory ? builder.lowMemory(true) : builder;
        } catch (InvalidInputException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private CudaOptions cuda() {
        if (cudaGraphs && tensorRt != null) {
            throw new UsageException(
                    "CUDA graphs need every operator in ONNX Runtime's CUDA provider, and TensorRT takes some; give --cuda-graphs or --tensorrt.");
        }
        CudaOptions options = CudaOptions.defaults().withGraphs(cudaGraphs).within(cudaMemory == null ? 0 : cudaMemory);
        return tensorRt == null ? options : options.withTensorRt(tensorRt);
    }
}
