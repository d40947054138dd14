package dev.zograf.runtime.onednn;

import java.util.Arrays;
import java.util.Optional;

/** Whether numbers that lie with some strides can be seen with other sizes, in row-major order, without moving them. */
final class Reshape {

    private Reshape() {}

    static Optional<Value> view(Value from, long[] to) {
        long[] strides = new long[to.length];
        int i = 0;
        int j = 0;
        while (i < from.rank() || j < to.length) {
            // The smallest groups of axes on both sides that hold equally many numbers.
            int firstOld = i;
            int firstNew = j;
            long old = i < from.rank() ? from.dims()[i++] : 1;
            long now = j < to.length ? to[j++] : 1;
            while (old != now) {
                if (old < now) {
                    old *= from.dims()[i++];
                } else {
                    now *= to[j++];
                }
            }
            long step = merged(from, firstOld, i);
            if (step < 0) {
                return Optional.empty();
            }
            for (int k = j - 1; k >= firstNew; k--) {
                strides[k] = step;
                step *= to[k];
            }
        }
        return Optional.of(from.as(to, strides));
    }

    /** The stride of the axes as one, or -1 if they are not one behind the other. */
    private static long merged(Value value, int from, int to) {
        long step = -1;
        long next = -1;
        for (int axis = to - 1; axis >= from; axis--) {
            if (value.dims()[axis] == 1) {
                continue;
            }
            if (step < 0) {
                step = value.strides()[axis];
                next = step;
            }
            if (value.strides()[axis] != next) {
                return -1;
            }
            next *= value.dims()[axis];
        }
        return step < 0 ? 1 : step;
    }

    /** The leading axes as one, or as many as there are if {@code keep} covers all. */
    static long[] flattened(long[] dims, int keep) {
        int cut = dims.length - keep;
        long[] out = new long[keep + 1];
        out[0] = Arrays.stream(dims, 0, cut).reduce(1, (a, b) -> a * b);
        System.arraycopy(dims, cut, out, 1, keep);
        return out;
    }
}
