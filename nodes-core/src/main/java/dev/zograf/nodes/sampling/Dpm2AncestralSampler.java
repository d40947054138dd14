package dev.zograf.nodes.sampling;

import dev.zograf.api.model.DenoiseFunction;
import dev.zograf.api.model.Denoised;
import dev.zograf.api.model.NoiseLevel;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.StepListener;
import dev.zograf.api.model.Steps;
import dev.zograf.api.value.FloatTensor;
import java.util.List;

/**
 * {@link Dpm2Sampler} with fresh noise after each step, as in {@link EulerAncestralSampler} (Crowson 2022, k-diffusion's "DPM2
 * ancestral").
 */
record Dpm2AncestralSampler() implements Sampler {

    @Override
    public FloatTensor sample(
            DenoiseFunction model, FloatTensor start, Steps steps, NoiseSource.Stream noise, StepListener listener) {
        FittingLevels.alongSigma(steps);
        FloatTensor x = start;
        int call = 0;
        for (Steps.Step step : steps.all()) {
            NoiseLevel from = step.from();
            NoiseLevel to = step.to();
            Denoised first = model.denoise(x, from);
            if (to.sigma() == 0) {
                return listener.after(call, to, EulerSampler.move(x, x, first, from, 0), first);
            }
            double down = EulerAncestralSampler.down(from, to);
            NoiseLevel middle = middle(steps, step);
            FloatTensor halfway = EulerSampler.move(x, x, first, from, middle.sigma());
            halfway = listener.after(call++, middle, halfway, first);
            Denoised second = model.denoise(halfway, middle);
            x = EulerSampler.move(x, halfway, second, middle, down, from);
            x = WeightedSum.of(1, x, EulerAncestralSampler.up(from, to), noise.normal(x.shape()));
            x = listener.after(call++, to, x, second);
        }
        return x;
    }

    private static NoiseLevel middle(Steps steps, Steps.Step step) {
        double down = EulerAncestralSampler.down(step.from(), step.to());
        return steps.atRatio((float) Math.sqrt(step.from().sigma() * down));
    }

    @Override
    public List<NoiseLevel> evaluations(Steps steps) {
        return TwoEvaluations.of(steps, step -> middle(steps, step));
    }
}
