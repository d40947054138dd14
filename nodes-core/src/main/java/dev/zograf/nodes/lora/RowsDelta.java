package dev.zograf.nodes.lora;

import java.util.Arrays;
import java.util.List;

/**
 * Some rows of a change of several layers that is a product as a whole.
 *
 * @param whole one that does not depend on the weight that it is added to
 * @param taken in the order in which they are taken
 */
record RowsDelta(SizedDelta whole, List<LoraPlace.Rows> taken) implements SizedDelta {

    @Override
    public int rows() {
        return (int) taken.stream().mapToLong(each -> each.to() - each.from()).sum();
    }

    @Override
    public int columns() {
        return whole.columns();
    }

    @Override
    public float[] values(float[] weight, long[] shape) {
        float[] all = whole.values(weight, shape);
        float[] out = new float[rows() * columns()];
        int at = 0;
        for (LoraPlace.Rows each : taken) {
            float[] part = Arrays.copyOfRange(all, (int) each.from() * columns(), (int) each.to() * columns());
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }
}
