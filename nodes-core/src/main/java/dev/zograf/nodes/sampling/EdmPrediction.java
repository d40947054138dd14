package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;

/**
 * The network's output is mixed with its input so that both have unit variance at any noise (Karras et al. 2022, table 1, last
 * column), for levels with {@code alpha = 1}.
 *
 * @param sigmaData the standard deviation of clean latents
 * @param velocity whether the output has the opposite sign, as in models that predict a velocity
 */
record EdmPrediction(double sigmaData, boolean velocity) implements Prediction {

    @Override
    public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
        return x.over(Math.hypot(level.sigma(), sigmaData));
    }

    @Override
    public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
        double size = Math.hypot(level.sigma(), sigmaData);
        double skip = sigmaData * sigmaData / (size * size);
        double out = level.sigma() * sigmaData / size * (velocity ? -1 : 1);
        FloatTensor x0 = WeightedSum.of(skip, x, out, output);
        return Denoised.of(x0, InputScale.noise(x, x0, level));
    }
}
