package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;

/**
 * Splits the output of networks that also learned a variance, whose output has twice the latent's channels (Nichol and Dhariwal
 * 2021, section 3.1); passes on all others.
 */
record LearnedVariance(Prediction inner) implements Prediction {

    @Override
    public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
        return inner.scaleInput(x, level);
    }

    @Override
    public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
        int channels = x.dim(1);
        if (output.dim(1) != 2 * channels) {
            return inner.denoised(x, output, level);
        }
        return inner.denoised(x, output.slice(1, 0, channels), level)
                .withVariance(output.slice(1, channels, 2 * channels));
    }
}
