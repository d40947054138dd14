package dev.zograf.tensor;

import dev.zograf.api.value.FloatTensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Choosing, sorting and adding up entries by number, for the {@link Interpreter}. */
final class TokenKernels {

    private TokenKernels() {}

    static FloatTensor argMax(FloatTensor x) {
        int width = x.dim(-1);
        float[] out = new float[x.size() / width];
        for (int row = 0; row < out.length; row++) {
            int best = 0;
            for (int i = 1; i < width; i++) {
                best = x.at(row * width + i) > x.at(row * width + best) ? i : best;
            }
            out[row] = best;
        }
        return FloatTensor.wrap(out, Arrays.copyOf(x.shape(), x.rank() - 1));
    }

    static FloatTensor argSort(FloatTensor x, boolean descending) {
        int width = x.dim(-1);
        float[] out = new float[x.size()];
        for (int row = 0; row < out.length; row += width) {
            int from = row;
            Comparator<Integer> order = Comparator.comparingDouble(i -> x.at(from + i));
            int[] places = IntStream.range(0, width)
                    .boxed()
                    .sorted(descending ? order.reversed() : order)
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < width; i++) {
                out[row + i] = places[i];
            }
        }
        return FloatTensor.wrap(out, x.shape());
    }

    static FloatTensor gather(FloatTensor x, int axis, FloatTensor indices) {
        int more = indices.rank();
        int[] shape = new int[x.rank() - 1 + more];
        System.arraycopy(x.shape(), 0, shape, 0, axis);
        System.arraycopy(indices.shape(), 0, shape, axis, more);
        System.arraycopy(x.shape(), axis + 1, shape, axis + more, x.rank() - axis - 1);
        return Grid.fill(shape, to -> {
            int[] from = new int[x.rank()];
            System.arraycopy(to, 0, from, 0, axis);
            from[axis] = (int) Grid.at(indices, Arrays.copyOfRange(to, axis, axis + more));
            System.arraycopy(to, axis + more, from, axis + 1, x.rank() - axis - 1);
            return Grid.at(x, from);
        });
    }

    static FloatTensor take(FloatTensor x, FloatTensor positions) {
        int[] shape = x.shape();
        shape[1] = positions.dim(1);
        return Grid.fill(shape, to -> {
            int[] from = to.clone();
            from[1] = (int) Grid.at(positions, to[0], to[1]);
            return Grid.at(x, from);
        });
    }

    static FloatTensor add(FloatTensor x, FloatTensor positions, FloatTensor rows) {
        double[] sums = new double[x.size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = x.at(i);
        }
        int width = x.dim(2);
        for (int i = 0; i < rows.size(); i++) {
            int row = i / width;
            int token = row / positions.dim(1) * x.dim(1) + (int) positions.at(row);
            sums[token * width + i % width] += rows.at(i);
        }
        float[] out = new float[sums.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) sums[i];
        }
        return FloatTensor.wrap(out, x.shape());
    }
}
