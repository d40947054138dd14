package dev.zograf.runtime.network;

import dev.zograf.api.model.Precision;
import dev.zograf.runtime.trace.Trace;
import java.lang.management.ManagementFactory;

/**
 * How networks run.
 *
 * @param device where
 * @param threads how many threads compute together; 0 for one a core. The first engine of a JVM decides for all
 * @param optimization what weights are turned into when a network is loaded
 * @param precision with which numbers networks compute that do not say themselves
 * @param budget bytes of weights that may stay loaded between runs
 * @param cuda how CUDA devices compute
 * @param trace is told what takes time
 * @param memory bytes that weights and what networks work with on the processor may take together
 */
public record NetworkOptions(
        Device device,
        int threads,
        Optimization optimization,
        Precision precision,
        long budget,
        CudaOptions cuda,
        Trace trace,
        long memory) {

    /** Without a trace, with CUDA as it is by default, and as much memory as the machine has. */
    public NetworkOptions(Device device, int threads, Optimization optimization, Precision precision, long budget) {
        this(device, threads, optimization, precision, budget, CudaOptions.defaults(), Trace.off(), machineMemory());
    }

    /** Any device, all cores, and half of the machine's memory for weights. */
    public static NetworkOptions defaults() {
        return new NetworkOptions(Device.AUTO, 0, Optimization.AUTO, Precision.AUTO, machineMemory() / 2);
    }

    /** The same on another device. */
    public NetworkOptions on(Device other) {
        return new NetworkOptions(other, threads, optimization, precision, budget, cuda, trace, memory);
    }

    /** The same with other threads. */
    public NetworkOptions withThreads(int count) {
        return new NetworkOptions(device, count, optimization, precision, budget, cuda, trace, memory);
    }

    /** The same with weights turned into something else. */
    public NetworkOptions optimized(Optimization other) {
        return new NetworkOptions(device, threads, other, precision, budget, cuda, trace, memory);
    }

    /** The same at another precision. */
    public NetworkOptions at(Precision other) {
        return new NetworkOptions(device, threads, optimization, other, budget, cuda, trace, memory);
    }

    /** The same with another budget. */
    public NetworkOptions withBudget(long bytes) {
        return new NetworkOptions(device, threads, optimization, precision, bytes, cuda, trace, memory);
    }

    /** The same with other options of CUDA. */
    public NetworkOptions with(CudaOptions other) {
        return new NetworkOptions(device, threads, optimization, precision, budget, other, trace, memory);
    }

    /** The same with a trace. */
    public NetworkOptions traced(Trace other) {
        return new NetworkOptions(device, threads, optimization, precision, budget, cuda, other, memory);
    }

    /** The same within other bounds of weights and working memory together. */
    public NetworkOptions within(long bytes) {
        return new NetworkOptions(device, threads, optimization, precision, budget, cuda, trace, bytes);
    }

    /** How many threads compute together, and how many small networks run at once. */
    public int cores() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /** How large the weights of one network may be before it is loaded in the smallest way: what it works with needs room, too. */
    public long weightsBound() {
        return Math.min(budget, memory / 3 * 2);
    }

    private static long machineMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : 4L << 30;
    }
}
