package dev.zograf.runtime.binding;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory of the host through which numbers go to a device and from it: as large as the largest tensor so far. Not thread-safe. */
final class Staging {

    private ByteBuffer memory = ByteBuffer.allocateDirect(0);

    /** So many bytes, with whatever is in them; until the next call. */
    ByteBuffer empty(int bytes) {
        if (memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes);
        }
        return memory.slice(0, bytes).order(ByteOrder.nativeOrder());
    }

    /** The numbers of a tensor, 4 bytes each; until the next call. */
    ByteBuffer holding(HostTensor numbers) {
        ByteBuffer bytes = empty(Math.multiplyExact(numbers.size(), Float.BYTES));
        if (numbers instanceof FloatTensor floats) {
            bytes.asFloatBuffer().put(floats.buffer());
        } else {
            bytes.asIntBuffer().put(((IntTensor) numbers).toArray());
        }
        return bytes;
    }

    /** A tensor with the numbers that lie in a buffer. */
    static FloatTensor floats(ByteBuffer from, int[] shape) {
        float[] numbers = new float[from.remaining() / Float.BYTES];
        from.asFloatBuffer().get(numbers);
        return FloatTensor.wrap(numbers, shape);
    }
}
