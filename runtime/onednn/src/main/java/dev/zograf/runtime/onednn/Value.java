package dev.zograf.runtime.onednn;

import java.util.Arrays;
import org.bytedeco.dnnl.memory;

/**
 * Numbers in memory, seen with sizes and strides, both in numbers: moving axes about and cutting parts out makes another view of the
 * same slot. Feature maps of four axes lie with the channels last, everything else row by row.
 *
 * @param offset where the first number is, in numbers from the slot's begin
 */
record Value(Kind kind, long[] dims, long[] strides, long offset, Slot slot) implements Operand {

    /** New memory of the arena in the usual layout. */
    static Value of(Kind kind, long... dims) {
        return of(kind, dims, usual(dims));
    }

    /** New memory of the arena, row by row. */
    static Value ofRows(Kind kind, long... dims) {
        return of(kind, dims, rows(dims));
    }

    /** New memory of the arena in a layout without gaps. */
    static Value of(Kind kind, long[] dims, long[] strides) {
        return new Value(kind, dims, strides, 0, Slot.ofArena(size(dims) * kind.bytes()));
    }

    static long[] usual(long[] dims) {
        return dims.length == 4 ? channelsLast(dims) : rows(dims);
    }

    static long[] rows(long[] dims) {
        long[] strides = new long[dims.length];
        long step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= dims[i];
        }
        return strides;
    }

    private static long[] channelsLast(long[] d) {
        return new long[] {d[1] * d[2] * d[3], 1, d[3] * d[1], d[1]};
    }

    static long size(long[] dims) {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    int rank() {
        return dims.length;
    }

    long size() {
        return size(dims);
    }

    long dim(int axis) {
        return dims[axis < 0 ? dims.length + axis : axis];
    }

    @Override
    public memory.desc desc() {
        return OneDnn.desc(dims, kind, strides);
    }

    @Override
    public long offsetBytes() {
        return offset * kind.bytes();
    }

    /** Whether the numbers lie as {@code want} says; strides of axes with one entry do not matter. */
    boolean lies(long[] want) {
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] != 1 && strides[i] != want[i]) {
                return false;
            }
        }
        return true;
    }

    boolean isUsual() {
        return lies(usual(dims));
    }

    boolean isRows() {
        return lies(rows(dims));
    }

    Value permute(int... order) {
        long[] d = new long[order.length];
        long[] s = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            d[i] = dims[order[i]];
            s[i] = strides[order[i]];
        }
        return new Value(kind, d, s, offset, slot);
    }

    Value slice(int axis, long from, long to) {
        long[] d = dims.clone();
        d[axis] = to - from;
        return new Value(kind, d, strides, offset + from * strides[axis], slot);
    }

    /** The same numbers with other sizes and strides, which the caller knows to be right. */
    Value as(long[] otherDims, long[] otherStrides) {
        return new Value(kind, otherDims, otherStrides, offset, slot);
    }

    /** Every {@code step}-th entry along an axis, from {@code from}. */
    Value every(int axis, long step, long from) {
        long[] d = dims.clone();
        long[] s = strides.clone();
        d[axis] = dims[axis] / step;
        s[axis] = strides[axis] * step;
        return new Value(kind, d, s, offset + from * strides[axis], slot);
    }
}
