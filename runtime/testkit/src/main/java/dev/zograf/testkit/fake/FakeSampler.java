package dev.zograf.testkit.fake;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;

/** The plainest method: each step puts the predicted picture and the predicted noise together as the next level wants it. */
public final class FakeSampler implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor x, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FloatTensor now = x;
        for (int i = 0; i < steps.count(); i++) {
            Steps.Step step = steps.get(i);
            Denoised said = model.denoise(now, step.from());
            now = said.x0().times(step.to().alpha()).plus(step.to().sigma(), said.epsilon());
            now = listener.after(i, step.to(), now, said);
        }
        return now;
    }
}
