package dev.zograf.runtime.layout;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Other views of a stored tensor: where its bytes need no change of order they stay in the file. */
final class WeightViews {

    private WeightViews() {}

    /** The same under another name. */
    static Weight named(Weight weight, String name) {
        return Weight.of(name, weight.dtype(), weight.shape(), weight.storage());
    }

    /** The same numbers in another shape. */
    static Weight shaped(Weight weight, long... shape) {
        return Weight.of(weight.name(), weight.dtype(), shape, weight.storage());
    }

    /** One of several equal parts along the first axis: a part of the region of the file. */
    static Weight part(Weight weight, int index, int parts) {
        long rows = weight.shape()[0] / parts;
        return weight.rows(index * rows, (index + 1) * rows);
    }

    /** Tensors of one type and of rows of one shape one behind the other along the first axis: made in memory when they are needed. */
    static Weight joined(List<Weight> parts) {
        Weight first = parts.get(0);
        long[] shape = first.shape();
        if (parts.stream()
                .anyMatch(part -> part.dtype() != first.dtype() || !row(part).equals(row(first)))) {
            throw new IllegalArgumentException("The tensors " + parts + " are not of one type and shape.");
        }
        shape[0] = parts.stream().mapToLong(part -> part.shape()[0]).sum();
        return Weight.of(first.name(), first.dtype(), shape, new WeightStorage.InMemory(() -> {
            List<ByteBuffer> bytes = parts.stream().map(WeightData::bytes).toList();
            int length = bytes.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
            ByteBuffer to = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.forEach(to::put);
            return to.flip();
        }));
    }

    /** The sizes along all axes but the first, of which there has to be one. */
    private static List<Long> row(Weight weight) {
        List<Long> shape = Arrays.stream(weight.shape()).boxed().toList();
        if (shape.isEmpty()) {
            throw new IllegalArgumentException("The tensor " + weight + " has no rows.");
        }
        return shape.subList(1, shape.size());
    }

    /** Rows as columns: made in memory when it is needed. */
    static Weight transposed(Weight weight) {
        int rows = (int) weight.shape()[0];
        int columns = (int) weight.shape()[1];
        return Weight.of(weight.name(), weight.dtype(), new long[] {columns, rows}, new WeightStorage.InMemory(() -> {
            int bytes = weight.dtype().bytes();
            ByteBuffer from = WeightData.bytes(weight);
            ByteBuffer to = ByteBuffer.allocateDirect(rows * columns * bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row++) {
                    to.put(from.slice((row * columns + column) * bytes, bytes));
                }
            }
            return to.flip();
        }));
    }

    /** The numbers as 32-bit floats, each times a factor: made in memory when it is needed. */
    static Weight scaled(Weight weight, Weight factor) {
        return Weight.of(weight.name(), DType.F32, weight.shape(), new WeightStorage.InMemory(() -> {
            float[] numbers = WeightData.floats(weight);
            float[] factors = WeightData.floats(factor);
            int each = Math.max(1, numbers.length / factors.length);
            ByteBuffer to =
                    ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < numbers.length; i++) {
                to.putFloat(numbers[i] * factors[i / each]);
            }
            return to.flip();
        }));
    }
}
