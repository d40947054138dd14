package dev.zograf.nodes.sampling;

import dev.zograf.api.value.FloatTensor;
import java.util.List;

/** Weighted sums of tensors of one shape, which is what every step of every solver is. Adds in double, rounds once. */
final class WeightedSum {

    private WeightedSum() {}

    static FloatTensor of(double a, FloatTensor x, double b, FloatTensor y) {
        return of(List.of(x, y), a, b);
    }

    static FloatTensor of(double a, FloatTensor x, double b, FloatTensor y, double c, FloatTensor z) {
        return of(List.of(x, y, z), a, b, c);
    }

    /** A part with weight 0 is left out, even if it holds infinities. */
    static FloatTensor of(List<FloatTensor> parts, double... weights) {
        double[] sum = new double[parts.get(0).size()];
        for (int p = 0; p < weights.length; p++) {
            FloatTensor part = parts.get(p);
            double weight = weights[p];
            if (part.size() != sum.length) {
                throw new IllegalArgumentException(part + " cannot be added to " + parts.get(0) + ".");
            }
            for (int i = 0; weight != 0 && i < sum.length; i++) {
                sum[i] += weight * part.at(i);
            }
        }
        float[] out = new float[sum.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) sum[i];
        }
        return FloatTensor.wrap(out, parts.get(0).shape());
    }
}
