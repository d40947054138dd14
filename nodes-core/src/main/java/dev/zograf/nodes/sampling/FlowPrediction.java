package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;

/**
 * The network predicts the velocity {@code epsilon - x0} of the straight way between picture and noise (Liu et al. 2022,
 * "Rectified Flow"; Lipman et al. 2022), for levels with {@code alpha = 1 - sigma}.
 */
record FlowPrediction() implements Prediction {

    @Override
    public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
        return x;
    }

    @Override
    public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
        return Denoised.of(
                WeightedSum.of(1, x, -level.sigma(), output), WeightedSum.of(1, x, 1 - level.sigma(), output));
    }
}
