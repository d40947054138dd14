package dev.zograf.runtime.network;

/**
 * A session of ONNX Runtime by the addresses that its Java interface keeps to itself. It has to stay open while something uses them.
 *
 * @param api of the table of functions, {@code const OrtApi*}
 * @param session {@code OrtSession*}
 * @param device where it computes
 * @param captures whether it was made to capture CUDA graphs
 */
public record NativeSession(long api, long session, Device device, boolean captures) {}
