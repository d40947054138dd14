package dev.zograf.runtime.network;

/** What ONNX Runtime's C interface or a device says of a bound run that failed. */
public final class BindingException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean whileCapturing;

    /** @param message as it is said there */
    public BindingException(String message) {
        this(message, false);
    }

    /** @param whileCapturing whether a CUDA graph was being captured, so that the session is of no use any more */
    public BindingException(String message, boolean whileCapturing) {
        super(message);
        this.whileCapturing = whileCapturing;
    }

    /** Whether a CUDA graph was being captured, so that the session is of no use any more. */
    public boolean isWhileCapturing() {
        return whileCapturing;
    }
}
