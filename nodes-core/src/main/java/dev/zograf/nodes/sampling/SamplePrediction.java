package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;

/** The network predicts the clean latent itself (Ramesh et al. 2022, section 2.2, for unCLIP's prior). */
record SamplePrediction() implements Prediction {

    @Override
    public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
        return InputScale.scale(x, level);
    }

    @Override
    public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
        return Denoised.of(output, InputScale.noise(x, output, level));
    }
}
