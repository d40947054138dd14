package dev.zograf.runtime.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;

/** Weights as 8-bit whole numbers, symmetric around 0, with a scale for each output channel. */
record WholeWeights(memory numbers, memory scales) {

    private static final float GREATEST = 127;

    /** The whole numbers row by row, before the library packs them, and the scales. */
    record Rows(ByteBuffer numbers, float[] scales) {}

    /**
     * Rounds rows of numbers.
     *
     * @param from the first number that is wanted
     * @param count how many rows, one for each output channel
     * @param width how many numbers each has
     */
    static Rows round(FloatBuffer from, int first, int count, int width) {
        ByteBuffer out = ByteBuffer.allocateDirect(count * width).order(ByteOrder.nativeOrder());
        float[] scales = new float[count];
        float[] row = new float[width];
        byte[] whole = new byte[width];
        for (int i = 0; i < count; i++) {
            from.get(first + i * width, row);
            float reach = 0;
            for (float each : row) {
                reach = Math.max(reach, Math.abs(each));
            }
            scales[i] = reach / GREATEST;
            float inverse = reach == 0 ? 0 : GREATEST / reach;
            for (int j = 0; j < width; j++) {
                whole[j] = (byte) Math.round(row[j] * inverse);
            }
            out.put(i * width, whole);
        }
        return new Rows(out, scales);
    }
}
