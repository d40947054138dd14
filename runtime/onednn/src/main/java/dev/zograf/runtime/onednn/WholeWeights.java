package dev.zograf.runtime.onednn;

import java.nio.ByteBuffer;
import org.bytedeco.dnnl.memory;

/** Weights as 8-bit whole numbers, symmetric around 0, with a scale for each output channel. */
record WholeWeights(memory numbers, memory scales) {

    private static final float GREATEST = 127;

    /**
     * Rounds rows of numbers.
     *
     * @param first the first number that is wanted
     * @param width how many numbers a row has
     * @param out where the whole numbers go, row by row
     * @param scales a place for each row
     */
    static void round(WeightNumbers from, int first, int width, ByteBuffer out, float[] scales) {
        float[] row = new float[width];
        byte[] whole = new byte[width];
        for (int i = 0; i < scales.length; i++) {
            from.floats(first + i * width, width, row);
            float reach = 0;
            for (float each : row) {
                reach = Math.max(reach, Math.abs(each));
            }
            scales[i] = reach / GREATEST;
            float inverse = reach == 0 ? 0 : GREATEST / reach;
            for (int j = 0; j < width; j++) {
                whole[j] = (byte) Math.rint(row[j] * inverse);
            }
            out.put(i * width, whole);
        }
    }
}
