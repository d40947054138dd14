package dev.zograf.nodes.sampling;

import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.Prediction;
import dev.zograf.api.value.FloatTensor;

/** Keeps the clean sample within plus and minus {@code range}, for models of pixels (Ho et al. 2020, published code). */
record ClippedPrediction(Prediction inner, double range) implements Prediction {

    @Override
    public FloatTensor scaleInput(FloatTensor x, NoiseLevel level) {
        return inner.scaleInput(x, level);
    }

    @Override
    public Denoised denoised(FloatTensor x, FloatTensor output, NoiseLevel level) {
        Denoised free = inner.denoised(x, output, level);
        return free.withX0(free.x0().clamp(-range, range));
    }
}
