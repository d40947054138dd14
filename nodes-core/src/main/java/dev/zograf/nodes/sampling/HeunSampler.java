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
 * Heun's method: an Euler step, then the mean of the slopes at both ends (Karras et al. 2022, algorithm 1 without churn). Two
 * evaluations a step, one where the step ends without noise.
 */
record HeunSampler() implements Sampler {

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
            FloatTensor guess = EulerSampler.move(x, x, first, from, to.sigma());
            guess = listener.after(call++, to, guess, first);
            if (to.sigma() == 0) {
                return guess;
            }
            Denoised second = model.denoise(guess, to);
            double half = 0.5 * (to.sigma() - from.sigma());
            FloatTensor mean = WeightedSum.of(
                    List.of(x, x, first.x0(), guess, second.x0()),
                    1,
                    half / from.sigma(),
                    -half / from.sigma(),
                    half / to.sigma(),
                    -half / to.sigma());
            x = listener.after(call++, to, mean, second);
        }
        return x;
    }

    @Override
    public List<NoiseLevel> evaluations(Steps steps) {
        return TwoEvaluations.of(steps, Steps.Step::to);
    }
}
