package dev.zograf.graphs.parity;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/** Another sampler that is watched: the latent after each evaluation, edits of the listener included. For one run. */
final class RecordingSampler implements Sampler {

    private final Sampler inner;
    private final List<FloatTensor> latents = new ArrayList<>();

    RecordingSampler(Sampler inner) {
        this.inner = inner;
    }

    /** What was recorded. */
    List<FloatTensor> latents() {
        return latents;
    }

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor x, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        return inner.sample(model, x, steps, noise, (call, now, latent, denoised) -> {
            FloatTensor after = listener.after(call, now, latent, denoised);
            latents.add(after);
            return after;
        });
    }

    @Override
    public List<NoiseLevel> evaluations(Steps steps) {
        return inner.evaluations(steps);
    }
}
