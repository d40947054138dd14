package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Clips each clean sample at a quantile of its absolute values and divides by that, for models of pixels (Saharia et al. 2022,
 * "Imagen", section 2.3).
 *
 * @param quantile from 0 to 1
 * @param largest the quantile's value counts as at least 1 and at most this
 */
record DynamicThresholding(Prediction inner, double quantile, double largest) implements Prediction {

    @Override
    public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
        return inner.scaleInput(x, level);
    }

    @Override
    public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
        Denoised free = inner.denoised(x, output, level);
        List<FloatTensor> parts = new ArrayList<>();
        for (int i = 0; i < x.dim(0); i++) {
            FloatTensor part = free.x0().slice(0, i, i + 1);
            double limit = Math.min(Math.max(quantileOfSizes(part), 1), largest);
            parts.add(part.clamp(-limit, limit).over(limit));
        }
        return free.withX0(FloatTensor.concat(0, parts));
    }

    private double quantileOfSizes(FloatTensor values) {
        float[] sizes = values.map(Math::abs).toArray();
        Arrays.sort(sizes);
        double rank = quantile * (sizes.length - 1);
        int low = (int) rank;
        int high = Math.min(low + 1, sizes.length - 1);
        return sizes[low] + (rank - low) * (sizes[high] - sizes[low]);
    }
}
