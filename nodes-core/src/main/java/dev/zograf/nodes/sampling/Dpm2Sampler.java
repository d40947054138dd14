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
 * The midpoint method in the logarithm of the noise (DPM-Solver-2 of Lu et al. 2022, algorithm 1, as Karras et al. 2022, algorithm
 * 2, write it). Two evaluations a step, one where the step ends without noise.
 */
record Dpm2Sampler() implements Sampler {

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
            NoiseLevel middle = middle(steps, step);
            FloatTensor halfway = EulerSampler.move(x, x, first, from, middle.sigma());
            halfway = listener.after(call++, middle, halfway, first);
            Denoised second = model.denoise(halfway, middle);
            x = EulerSampler.move(x, halfway, second, middle, to.sigma(), from);
            x = listener.after(call++, to, x, second);
        }
        return x;
    }

    private static NoiseLevel middle(Steps steps, Steps.Step step) {
        return steps.atRatio((float) Math.sqrt(step.from().sigma() * step.to().sigma()));
    }

    @Override
    public List<NoiseLevel> evaluations(Steps steps) {
        return TwoEvaluations.of(steps, step -> middle(steps, step));
    }
}
