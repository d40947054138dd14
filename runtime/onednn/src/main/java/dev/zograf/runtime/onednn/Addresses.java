package dev.zograf.runtime.onednn;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Arithmetic on addresses. */
final class Addresses {

    private Addresses() {}

    /** The address that many bytes further on; it owns nothing. */
    static Pointer at(Pointer base, long bytes) {
        return new BytePointer(base).getPointer(bytes);
    }
}
