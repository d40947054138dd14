package dev.zograf.nodes.sampling;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;

/** Cleans at once and noises again down to the next level with fresh noise: stochastic sampling of flow models. */
record RenoiseSampler() implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FloatTensor x = start;
        for (int i = 0; i < steps.count(); i++) {
            NoiseLevel to = steps.get(i).to();
            Denoised denoised = model.denoise(x, steps.get(i).from());
            x = WeightedSum.of(to.alpha(), denoised.x0(), to.sigma(), noise.normal(x.shape()));
            x = listener.after(i, to, x, denoised);
        }
        return x;
    }
}
