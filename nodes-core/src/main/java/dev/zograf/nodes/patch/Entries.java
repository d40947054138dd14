package dev.zograf.nodes.patch;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;

/** What edits of guidance compute for each latent of a batch by itself. */
final class Entries {

    private Entries() {}

    /** {@code change} of each entry of the first tensor with that of the second. */
    static FloatTensor map(FloatTensor first, FloatTensor second, BinaryOperator<FloatTensor> change) {
        List<FloatTensor> out = new ArrayList<>();
        for (int i = 0; i < first.dim(0); i++) {
            out.add(change.apply(first.slice(0, i, i + 1), second.slice(0, i, i + 1)));
        }
        return FloatTensor.concat(0, out);
    }

    static double mean(FloatTensor x) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            sum += x.at(i);
        }
        return sum / x.size();
    }

    /** The standard deviation, with Bessel's correction. */
    static double deviation(FloatTensor x) {
        double mean = mean(x);
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            sum += (x.at(i) - mean) * (x.at(i) - mean);
        }
        return Math.sqrt(sum / Math.max(1, x.size() - 1));
    }

    /** The value below which a share of all absolute values lies, linear between neighbours. */
    static double quantileOfSizes(FloatTensor x, double share) {
        float[] sizes = x.map(Math::abs).toArray();
        Arrays.sort(sizes);
        double rank = share * (sizes.length - 1);
        int low = (int) rank;
        int high = Math.min(low + 1, sizes.length - 1);
        return sizes[low] + (rank - low) * (sizes[high] - sizes[low]);
    }
}
