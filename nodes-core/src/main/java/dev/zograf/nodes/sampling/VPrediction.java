package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;

/** The network predicts the velocity {@code alpha * epsilon - sigma * x0} (Salimans and Ho 2022, section 4). */
record VPrediction() implements Prediction {

    @Override
    public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
        return InputScale.scale(x, level);
    }

    @Override
    public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
        double norm = InputScale.norm(level);
        double alpha = level.alpha() / norm;
        double sigma = level.sigma() / norm;
        return Denoised.of(
                WeightedSum.of(alpha / norm, x, -sigma, output), WeightedSum.of(alpha, output, sigma / norm, x));
    }
}
