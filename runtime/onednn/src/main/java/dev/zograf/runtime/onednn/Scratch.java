package dev.zograf.runtime.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Working memory that is used again and again, since fresh memory costs more than what is done in it. For one thread. */
final class Scratch {

    private ByteBuffer memory = ByteBuffer.allocateDirect(0);

    /** That many bytes, whatever they hold; what was taken before is overwritten. */
    ByteBuffer take(int bytes) {
        if (memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes);
        }
        return memory.slice(0, bytes).order(ByteOrder.nativeOrder());
    }
}
