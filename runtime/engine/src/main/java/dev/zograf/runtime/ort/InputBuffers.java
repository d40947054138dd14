package dev.zograf.runtime.ort;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Memory outside of the heap for the inputs of one run after another. It is used again, not left to the collector: that sees a small object
 * each, and takes its time. Thread-safe.
 */
final class InputBuffers {

    /** More are not kept. */
    private static final int MOST = 8;

    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    /** One of exactly so many bytes, in the processor's order, with anything in it. */
    synchronized ByteBuffer take(int bytes) {
        for (Iterator<ByteBuffer> each = free.iterator(); each.hasNext(); ) {
            ByteBuffer buffer = each.next();
            if (buffer.capacity() == bytes) {
                each.remove();
                return buffer;
            }
        }
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Takes back one that nobody uses any more. */
    synchronized void give(ByteBuffer buffer) {
        free.addFirst(buffer);
        if (free.size() > MOST) {
            free.removeLast();
        }
    }

    /** Leaves those that are free to the collector. */
    synchronized void clear() {
        free.clear();
    }
}
